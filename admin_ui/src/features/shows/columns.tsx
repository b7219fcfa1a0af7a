import { type HouseShow } from "@movie-magic/client-sdk/staff";
import { useMemo } from "react";
import { Link } from "react-router";

import { type StaffApp, useStaff } from "@/app/staff-app";
import { type Formats, useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { RowButtons } from "@/components/dialog/row-buttons";
import { Badge } from "@/components/states";
import { type Column } from "@/components/table/column";

type Act = (doing: { readonly what: "change" | "cancel" | "delete"; readonly show: HouseShow }) => void;

/** How a show's state is coloured. */
export const showTones = { scheduled: "own", on_sale: "good", closed: "plain", cancelled: "bad" } as const;

/** What the table says of a show; what can be done with it, to whoever plans shows. */
export function useShowColumns(act: Act | null): readonly Column<HouseShow>[] {
  const { t, api } = useStaff();
  const formats = useFormats();
  return useMemo<readonly Column<HouseShow>[]>(
    () => [
      {
        id: "movie",
        header: t("prediction.show"),
        value: ({ movie }) => movie.title,
        cell: (show) => (
          <span className="grid max-w-80 min-w-44">
            {show.status === "on_sale" ? (
              <a href={`/shows/${show.id}`} className="link font-semibold">
                <Clamped within>{show.movie.title}</Clamped>
              </a>
            ) : (
              <Clamped className="font-semibold">{show.movie.title}</Clamped>
            )}
            <Clamped className="text-caption text-dim">{`${show.theatre.name} · ${show.screen.name}`}</Clamped>
          </span>
        ),
      },
      {
        id: "starts",
        header: t("prediction.starts"),
        value: ({ starts_at }) => starts_at,
        cell: (show) => (
          <span className="grid whitespace-nowrap">
            {formats.day(show.starts_at, show.time_zone)}
            <span className="text-caption text-dim">
              {formats.time(show.starts_at, show.time_zone)} {formats.zone(show.starts_at, show.time_zone)}
            </span>
          </span>
        ),
      },
      {
        id: "language",
        header: t("shows.language"),
        value: ({ language, format }) => `${language}, ${format}`,
        cell: ({ language, format }) => (
          <span className="grid">
            {language}
            <span className="text-caption text-dim">{format}</span>
          </span>
        ),
      },
      {
        id: "status",
        header: t("show.status"),
        value: ({ status }) => status,
        cell: ({ status }) => <Badge tone={showTones[status]}>{t(`show.status.${status}`)}</Badge>,
      },
      {
        id: "sold",
        header: t("prediction.sold"),
        align: "end",
        value: ({ sold }) => sold,
        cell: ({ sold, capacity }) => (
          <span className="whitespace-nowrap">
            {t("prediction.soldOf", { sold: formats.whole(sold), seats: formats.whole(capacity) })}
          </span>
        ),
      },
      {
        id: "from",
        header: t("shows.from"),
        align: "end",
        value: ({ price_from }) => price_from?.amount ?? null,
        cell: ({ price_from }) => (price_from === null ? "–" : formats.money(price_from)),
      },
      ...(act === null ? [] : [actColumn(act, t, api, formats)]),
    ],
    [t, api, formats, act],
  );
}

function actColumn(act: Act, t: StaffApp["t"], api: StaffApp["api"], formats: Formats): Column<HouseShow> {
  return {
    id: "act",
    header: t("table.actions"),
    value: () => null,
    cell: (show) => {
      const over = Date.parse(show.ends_at) <= api.clock.now();
      const open = show.status !== "cancelled" && !over;
      const sold = show.sold + show.reserved > 0;
      const name = t("show.name", {
        movie: show.movie.title,
        time: formats.moment(show.starts_at, show.time_zone),
      });
      return (
        <span className="flex gap-2">
          <RowButtons
            name={name}
            onChange={
              open
                ? () => {
                    act({ what: "change", show });
                  }
                : undefined
            }
            onDelete={
              sold
                ? undefined
                : () => {
                    act({ what: "delete", show });
                  }
            }
          />
          {sold && open ? (
            <button
              type="button"
              className="btn btn-small btn-quiet"
              aria-label={t("show.cancelOf", { name })}
              onClick={() => {
                act({ what: "cancel", show });
              }}
            >
              {t("show.cancel")}
            </button>
          ) : null}
          {show.status === "on_sale" && !over ? (
            <Link to={`/predictions?show=${show.id}`} className="btn btn-small btn-quiet">
              {t("prediction.forecast")}
            </Link>
          ) : null}
          <Link to={`/shows/${show.id}/prices`} className="btn btn-small btn-quiet">
            {t("nav.prices")}
          </Link>
        </span>
      );
    },
  };
}
