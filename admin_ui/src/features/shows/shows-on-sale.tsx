import { type ShowSearch, type ShowSummary } from "@movie-magic/client-sdk/api";
import { useMemo } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { ChoiceFilter, DayFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { pageOf, usePage } from "@/data/use-page";
import { useTheatres } from "@/data/use-theatres";

/** What is on sale, as customers see it, and how it sells. */
export function ShowsOnSale() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const { theatres } = useTheatres();
  const state = useTableState();
  const [theatre, date] = [state.filter("theatre"), state.filter("day")];
  const search: ShowSearch = {
    ...pageOf(state),
    ...(theatre === "" ? {} : { theatre_id: Number(theatre) }),
    ...(date === "" ? {} : { date }),
  };
  const page = usePage(["shows"], search, api.shows.list);
  const columns = useMemo<readonly Column<ShowSummary>[]>(
    () => [
      {
        id: "movie",
        header: t("prediction.show"),
        value: ({ movie_title }) => movie_title,
        cell: (show) => (
          <span className="grid min-w-44">
            <a href={`/shows/${show.id}`} className="link font-semibold">
              {show.movie_title}
            </a>
            <span className="text-caption text-dim">
              {show.theatre.name} · {show.screen.name}
            </span>
          </span>
        ),
      },
      {
        id: "starts",
        header: t("prediction.starts"),
        value: ({ starts_at }) => starts_at,
        cell: (show) => (
          <span className="whitespace-nowrap">{formats.moment(show.starts_at, show.time_zone)}</span>
        ),
      },
      { id: "format", header: t("shows.format"), value: ({ format }) => format },
      { id: "language", header: t("shows.language"), value: ({ language }) => language },
      {
        id: "taken",
        header: t("shows.taken"),
        align: "end",
        value: ({ capacity, seats_left }) => capacity - seats_left,
        cell: ({ capacity, seats_left }) =>
          t("prediction.soldOf", {
            sold: formats.whole(capacity - seats_left),
            seats: formats.whole(capacity),
          }),
      },
      {
        id: "from",
        header: t("shows.from"),
        align: "end",
        value: ({ price_from }) => price_from.amount,
        cell: ({ price_from }) => formats.money(price_from),
      },
    ],
    [t, formats],
  );
  return (
    <AdminDataTable
      name="shows"
      caption={t("nav.shows")}
      columns={columns}
      {...page}
      rowId={({ id }) => String(id)}
      state={state}
      empty={{ title: t("shows.none"), text: t("shows.noneText") }}
    >
      <ChoiceFilter
        state={state}
        name="theatre"
        label={t("filter.theatre")}
        all={t("filter.allTheatres")}
        choices={theatres.map(({ id, name }) => ({ value: String(id), label: name }))}
      />
      <DayFilter state={state} name="day" label={t("filter.day")} />
    </AdminDataTable>
  );
}
