import { type HouseShow } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { useEdited } from "@/components/form/use-edited";
import { useStaffForm } from "@/components/form/use-staff-form";
import { ErrorState, Ghost } from "@/components/states";
import { useProgrammeChanged } from "@/data/use-programme";

import { PriceFields } from "./price-fields";
import { SaleFields } from "./sale-fields";
import { chosenOf, fieldsOfShow, isSold, newShow, showField, type ShowFields, showOf } from "./show-form";
import { noStock, useStock } from "./use-stock";
import { WhatFields } from "./what-fields";

interface ShowDialogProps {
  /** The show that is changed; null for a new one. */
  readonly show: HouseShow | null;
  /** Where a new one is meant to be; empty for anywhere. */
  readonly theatreId?: string;
  readonly onClose: () => void;
}

/** Adds a show, or changes one. Its fields are there when it is known what a show can be made of. */
export function ShowDialog({ show, theatreId = "", onClose }: ShowDialogProps) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const changed = useProgrammeChanged();
  const { stock, failed } = useStock();
  const form = useStaffForm<ShowFields>(show === null ? newShow(theatreId) : fieldsOfShow(show), showField);
  const edited = useEdited(form, show, {
    read: ({ id }) => api.programme.shows.get(id),
    fieldsOf: fieldsOfShow,
  });
  const chosen = chosenOf(form.watch(), stock ?? noStock);
  const zone = chosen.theatre?.time_zone ?? show?.time_zone ?? "UTC";
  const currency = chosen.theatre?.currency ?? "USD";
  const present = edited.thing;
  const sold = isSold(present);
  const nameOf = ({ movie, starts_at, time_zone }: HouseShow) =>
    t("show.name", { movie: movie.title, time: formats.moment(starts_at, time_zone) });
  return (
    <DialogForm
      at="side"
      title={show === null ? t("show.add") : t("row.changeOf", { name: nameOf(show) })}
      text={
        sold && present !== null ? t("show.soldText", { count: present.sold + present.reserved }) : undefined
      }
      form={form}
      ready={stock !== null}
      send={(fields) =>
        edited.save((before) => {
          const wanted = showOf(fields, { seats: chosen.seats, zone, currency }, before);
          return before === null
            ? api.programme.shows.create(wanted)
            : api.programme.shows.change(before.id, wanted, before.etag);
        })
      }
      onDone={async (saved) => {
        await changed();
        tell(t("row.saved", { name: nameOf(saved) }));
      }}
      onClose={onClose}
    >
      {stock !== null ? (
        <>
          <WhatFields form={form} stock={stock} chosen={chosen} zone={zone} show={present} fixed={sold} />
          <PriceFields form={form} seats={chosen.seats} currency={currency} />
          <SaleFields form={form} show={present} fixed={sold} />
        </>
      ) : failed !== undefined ? (
        <ErrorState error={failed.error} again={() => void failed.refetch()} />
      ) : (
        <Ghost label={t("table.loading")} />
      )}
    </DialogForm>
  );
}
