import { type HouseShow } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Dialog } from "@/components/dialog/dialog";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { useStaffForm } from "@/components/form/use-staff-form";
import { ErrorState, Ghost } from "@/components/states";
import {
  useFilms,
  useHouseTheatres,
  useLayouts,
  useProgrammeChanged,
  useScreens,
} from "@/data/use-programme";

import { PriceFields } from "./price-fields";
import { SaleFields } from "./sale-fields";
import {
  chosenOf,
  fieldsOfShow,
  isSold,
  newShow,
  showField,
  type ShowFields,
  showOf,
  type Stock,
} from "./show-form";
import { WhatFields } from "./what-fields";

interface ShowDialogProps {
  /** The show that is changed; null for a new one. */
  readonly show: HouseShow | null;
  /** Where a new one is meant to be; empty for anywhere. */
  readonly theatreId?: string;
  readonly onClose: () => void;
}

/** Adds a show, or changes one; it opens when it is known what a show can be made of. */
export function ShowDialog(props: ShowDialogProps) {
  const { t } = useStaff();
  const [films, theatres, screens, layouts] = [useFilms(), useHouseTheatres(), useScreens(), useLayouts()];
  if (
    films.data !== undefined &&
    theatres.data !== undefined &&
    screens.data !== undefined &&
    layouts.data !== undefined
  )
    return (
      <ShowForm
        {...props}
        stock={{
          films: films.data,
          theatres: theatres.data,
          screens: screens.data,
          layouts: layouts.data,
        }}
      />
    );
  const failed = [films, theatres, screens, layouts].find(({ isError }) => isError);
  return (
    <Dialog at="side" title={t(props.show === null ? "show.add" : "row.change")} onClose={props.onClose}>
      {failed === undefined ? (
        <Ghost label={t("table.loading")} />
      ) : (
        <ErrorState error={failed.error} again={() => void failed.refetch()} />
      )}
    </Dialog>
  );
}

function ShowForm({ show, theatreId = "", stock, onClose }: ShowDialogProps & { readonly stock: Stock }) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const changed = useProgrammeChanged();
  const [only] = stock.theatres;
  const meant =
    theatreId === "" && stock.theatres.length === 1 && only !== undefined ? String(only.id) : theatreId;
  const form = useStaffForm<ShowFields>(show === null ? newShow(meant) : fieldsOfShow(show), showField);
  const chosen = chosenOf(form.watch(), stock);
  const zone = chosen.theatre?.time_zone ?? show?.time_zone ?? "UTC";
  const currency = chosen.theatre?.currency ?? "USD";
  const sold = isSold(show);
  return (
    <DialogForm
      at="side"
      title={
        show === null
          ? t("show.add")
          : t("row.changeOf", {
              name: t("show.name", {
                movie: show.movie.title,
                time: formats.moment(show.starts_at, show.time_zone),
              }),
            })
      }
      text={sold && show !== null ? t("show.soldText", { count: show.sold + show.reserved }) : undefined}
      form={form}
      send={(fields) => {
        const wanted = showOf(fields, { seats: chosen.seats, zone, currency }, show);
        return show === null
          ? api.programme.shows.create(wanted)
          : api.programme.shows.change(show.id, wanted);
      }}
      onDone={async (saved) => {
        await changed();
        const time = formats.moment(saved.starts_at, saved.time_zone);
        tell(t("row.saved", { name: t("show.name", { movie: saved.movie.title, time }) }));
      }}
      onClose={onClose}
    >
      <WhatFields form={form} stock={stock} chosen={chosen} zone={zone} show={show} fixed={sold} />
      <PriceFields form={form} seats={chosen.seats} currency={currency} />
      <SaleFields form={form} show={show} fixed={sold} />
    </DialogForm>
  );
}
