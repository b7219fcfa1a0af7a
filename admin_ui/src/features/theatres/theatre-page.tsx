import { type HouseTheatre } from "@movie-magic/client-sdk/staff";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { DialogButton } from "@/components/dialog/dialog-button";
import { Icon } from "@/components/icon";
import { Page, Tile, Tiles } from "@/components/page";
import { ErrorState, Ghost } from "@/components/states";
import { programme } from "@/data/use-programme";

import { ScreenDialog } from "./screen-dialog";
import { Screens } from "./screens";

/** One theatre, with its screens. */
export function TheatrePage() {
  return (
    <Guarded least="manager">
      <OneTheatre />
    </Guarded>
  );
}

function OneTheatre() {
  const { t, api } = useStaff();
  const theatreId = Number(useParams().theatreId);
  const query = useQuery({
    queryKey: [programme, "theatre", theatreId],
    queryFn: ({ signal }) => api.programme.theatres.get(theatreId, { signal }),
  });
  const theatre = query.data;
  return (
    <Page
      title={theatre?.name ?? t("filter.theatre")}
      lead={
        <Link to="/theatres" className="link inline-flex items-center gap-1">
          <Icon name="previous" size={14} />
          {t("theatre.all")}
        </Link>
      }
      action={
        theatre === undefined ? undefined : (
          <DialogButton label={t("screen.add")}>
            {(close) => <ScreenDialog theatreId={theatreId} screen={null} onClose={close} />}
          </DialogButton>
        )
      }
    >
      {theatre !== undefined ? (
        <>
          <Theatre theatre={theatre} />
          <Screens theatreId={theatreId} />
        </>
      ) : query.isError ? (
        <ErrorState error={query.error} again={() => void query.refetch()} />
      ) : (
        <Ghost label={t("table.loading")} />
      )}
    </Page>
  );
}

function Theatre({ theatre }: { readonly theatre: HouseTheatre }) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const now = new Date(api.clock.now()).toISOString();
  return (
    <>
      <p className="text-small text-dim">
        {theatre.address} · {theatre.city_name}
      </p>
      <Tiles>
        <Tile label={t("theatre.screens")} value={formats.whole(theatre.screens)} />
        <Tile label={t("film.shows")} value={formats.whole(theatre.shows)} />
        <Tile
          label={t("theatre.clock")}
          value={formats.time(now, theatre.time_zone)}
          note={theatre.time_zone}
        />
        <Tile
          label={t("theatre.taxes")}
          value={`${formats.plain(theatre.tax_rate / 100)}\u00a0%`}
          note={`${theatre.tax_name} · ${t(theatre.tax_included ? "theatre.included" : "theatre.added")}`}
        />
      </Tiles>
    </>
  );
}
