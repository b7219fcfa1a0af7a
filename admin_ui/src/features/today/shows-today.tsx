import { localDate } from "@movie-magic/client-sdk/dates";
import { type HouseShow } from "@movie-magic/client-sdk/staff";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { useTableState } from "@/components/table/use-table-state";
import { everyItem } from "@/data/every-item";
import { rowsOf } from "@/data/rows";
import { useHouseNews } from "@/data/use-house-news";
import { programme } from "@/data/use-programme";
import { useTheatres } from "@/data/use-theatres";
import { showTones } from "@/features/shows/columns";

const byStart = { column: "starts", descending: false } as const;
const refetchMs = 60_000;

/** What plays today in the theatres where somebody works, each theatre's day its own, and how it sells. */
export function ShowsToday() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const state = useTableState(byStart);
  const { theatres, zonesDiffer } = useTheatres();
  const { selling } = useHouseNews();
  const now = api.clock.now();
  const days = theatres.map(({ time_zone }) => localDate(now, time_zone)).sort();
  const search = { from: days.at(0) ?? localDate(now, "UTC"), to: days.at(-1) ?? localDate(now, "UTC") };
  const query = useQuery({
    queryKey: [programme, "today", search],
    queryFn: ({ signal }) =>
      everyItem((place) => api.programme.shows.list({ ...search, ...place }, { signal })),
    refetchInterval: refetchMs,
  });
  const columns = useMemo<readonly Column<HouseShow>[]>(
    () => [
      {
        id: "starts",
        header: t("prediction.starts"),
        value: ({ starts_at }) => starts_at,
        cell: ({ starts_at, time_zone }) => (
          <span className="whitespace-nowrap">
            {formats.time(starts_at, time_zone)}
            {zonesDiffer ? <span className="text-dim"> {formats.zone(starts_at, time_zone)}</span> : null}
          </span>
        ),
      },
      {
        id: "movie",
        header: t("prediction.show"),
        value: ({ movie }) => movie.title,
        cell: ({ movie, theatre, screen }) => (
          <span className="grid max-w-80 min-w-44">
            <Clamped className="font-semibold">{movie.title}</Clamped>
            <Clamped className="text-caption text-dim">{`${theatre.name} · ${screen.name}`}</Clamped>
          </span>
        ),
      },
      {
        id: "status",
        header: t("show.status"),
        value: ({ status }) => t(`show.status.${status}`),
        cell: ({ status }) => <Badge tone={showTones[status]}>{t(`show.status.${status}`)}</Badge>,
      },
      {
        id: "sold",
        header: t("prediction.sold"),
        align: "end",
        value: (show) => selling?.get(show.id)?.sold ?? show.sold,
        cell: (show) =>
          t("prediction.soldOf", {
            sold: formats.whole(selling?.get(show.id)?.sold ?? show.sold),
            seats: formats.whole(show.capacity),
          }),
      },
      {
        id: "reserved",
        header: t("today.reserved"),
        align: "end",
        value: (show) => selling?.get(show.id)?.reserved ?? show.reserved,
        cell: (show) => formats.whole(selling?.get(show.id)?.reserved ?? show.reserved),
      },
    ],
    [t, formats, zonesDiffer, selling],
  );
  return (
    <AdminDataTable
      name="today"
      caption={t("today.shows")}
      columns={columns}
      data={rowsOf(query, (shows) =>
        shows.filter(({ local_date, time_zone }) => local_date === localDate(now, time_zone)),
      )}
      rowId={({ id }) => String(id)}
      state={state}
      paging="local"
      empty={{ title: t("today.noShows") }}
    />
  );
}
