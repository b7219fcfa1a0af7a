import { type ShowSearch, type ShowSummary } from "@movie-magic/client-sdk/api";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link } from "react-router";

import { useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { ChoiceFilter, DayFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { itemsOf, rowsOf } from "@/data/rows";
import { useTheatres } from "@/data/use-theatres";

/** What is on sale, where and when, and how it sells. */
export function ShowsPage() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const manager = useMay("manager");
  const { theatres } = useTheatres();
  const state = useTableState();
  const [theatre, date] = [state.filter("theatre"), state.filter("day")];
  const search: ShowSearch = {
    limit: 50,
    ...(theatre === "" ? {} : { theatre_id: Number(theatre) }),
    ...(date === "" ? {} : { date }),
    ...(state.cursor === null ? {} : { cursor: state.cursor }),
  };
  const query = useQuery({
    queryKey: ["shows", search],
    queryFn: ({ signal }) => api.shows.list(search, { signal }),
    placeholderData: keepPreviousData,
  });
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
        id: "sold",
        header: t("prediction.sold"),
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
      ...(manager
        ? [
            {
              id: "act",
              header: t("table.actions"),
              value: () => null,
              cell: (show: ShowSummary) => (
                <span className="flex gap-2">
                  <Link to={`/predictions?show=${show.id}`} className="btn btn-small">
                    {t("prediction.forecast")}
                  </Link>
                  <Link to={`/shows/${show.id}/prices`} className="btn btn-small btn-quiet">
                    {t("nav.prices")}
                  </Link>
                </span>
              ),
            },
          ]
        : []),
    ],
    [t, formats, manager],
  );
  return (
    <Page title={t("nav.shows")} lead={t("shows.lead")}>
      <AdminDataTable
        name="shows"
        caption={t("nav.shows")}
        columns={columns}
        data={rowsOf(query, itemsOf)}
        rowId={({ id }) => String(id)}
        state={state}
        paging={{ next: query.data?.next_cursor ?? null }}
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
    </Page>
  );
}
