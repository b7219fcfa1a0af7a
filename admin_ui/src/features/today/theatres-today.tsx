import { type Today } from "@movie-magic/client-sdk/staff";
import { useMemo } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { useTableState } from "@/components/table/use-table-state";
import { useTheatres } from "@/data/use-theatres";

type Row = Today["by_theatre"][number];

const busiest = { column: "tickets", descending: true } as const;

/** The day by theatre. */
export function TheatresToday({ today }: { readonly today: Today }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { byId } = useTheatres();
  const state = useTableState(busiest);
  const columns = useMemo<readonly Column<Row>[]>(
    () => [
      {
        id: "theatre",
        header: t("filter.theatre"),
        value: ({ theatre }) => theatre.name,
        cell: ({ theatre }) => (
          <span className="grid max-w-80 min-w-40">
            <Clamped className="font-semibold">{theatre.name}</Clamped>
            <Clamped className="text-caption text-dim">
              {byId.get(theatre.id)?.city_name ?? theatre.city}
            </Clamped>
          </span>
        ),
      },
      { id: "shows", header: t("nav.shows"), align: "end", value: ({ shows }) => shows },
      {
        id: "tickets",
        header: t("today.tickets"),
        align: "end",
        value: ({ tickets }) => tickets,
        cell: ({ tickets }) => formats.whole(tickets),
      },
      {
        id: "occupancy",
        header: t("today.occupancy"),
        align: "end",
        value: ({ occupancy }) => occupancy,
        cell: ({ occupancy }) => formats.share(occupancy),
      },
      {
        id: "revenue",
        header: t("today.revenue"),
        align: "end",
        value: ({ revenue }) => revenue.amount,
        cell: ({ revenue }) => formats.money(revenue),
      },
    ],
    [t, formats, byId],
  );
  return (
    <AdminDataTable
      name="today"
      caption={t("today.byTheatre")}
      columns={columns}
      data={{
        rows: today.by_theatre,
        status: "success",
        error: null,
        refreshing: false,
        again: () => undefined,
      }}
      rowId={({ theatre }) => String(theatre.id)}
      state={state}
      paging="local"
      empty={{ title: t("today.nothing") }}
    />
  );
}
