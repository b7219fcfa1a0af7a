import { type Money } from "@movie-magic/client-sdk/money";
import { type Prediction, type PredictionList } from "@movie-magic/client-sdk/staff";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { NameTile, Page, Tile, Tiles } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { ChoiceFilter, DayFilter, SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { rowsOf } from "@/data/rows";
import { useTheatres } from "@/data/use-theatres";
import { TheatreFilter } from "@/features/theatres/theatre-filter";

import { ApplySelected } from "./apply-selected";
import { predictionColumns } from "./columns";
import { type Earnings, earningsOf, ticketsOf } from "./figures";
import { mayBeApplied, wantedOf } from "./filter";
import { PredictionDrawer } from "./prediction-drawer";
import { usePredictions } from "./use-predictions";

const byStart = { column: "starts", descending: false } as const;
const kinds = ["change", "override", "held_out", "manual", "ml", "base"] as const;

/** What every show on sale is expected to sell, what it costs, and what it had better cost. */
export function PredictionsPage() {
  const { t } = useStaff();
  return (
    <Guarded least="manager">
      <Page title={t("nav.predictions")} lead={t("prediction.lead")}>
        <Predictions />
      </Page>
    </Guarded>
  );
}

function Predictions() {
  const { t } = useStaff();
  const formats = useFormats();
  const { zoneOf, zonesDiffer } = useTheatres();
  const state = useTableState(byStart);
  const query = usePredictions(state.filter("day"));
  const [address, setAddress] = useSearchParams();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const open = Number(address.get("show") ?? "");

  const onOpen = useMemo(
    () => (showId: number | null) => {
      setAddress((before) => {
        const after = new URLSearchParams(before);
        if (showId === null) after.delete("show");
        else after.set("show", String(showId));
        return after;
      });
    },
    [setAddress],
  );
  const columns = useMemo(
    () => predictionColumns({ t, formats, zoneOf, zonesDiffer, onOpen }),
    [t, formats, zoneOf, zonesDiffer, onOpen],
  );
  const [words, theatre, day, kind] = ["q", "theatre", "day", "kind"].map(state.filter) as [
    string,
    string,
    string,
    string,
  ];
  const items = query.data?.items;
  const rows = useMemo(
    () => wantedOf(items ?? [], { words, theatre, day, kind }, zoneOf),
    [items, words, theatre, day, kind, zoneOf],
  );
  // What is no longer in sight is no longer chosen: nobody changes a price that he does not see.
  const chosen = useMemo(() => {
    const ids = new Set(rows.map(({ show_id }) => String(show_id)));
    return new Set([...selected].filter((id) => ids.has(id)));
  }, [rows, selected]);

  return (
    <>
      {query.data === undefined ? null : <Summary list={query.data} rows={rows} />}
      <AdminDataTable
        name="predictions"
        caption={t("nav.predictions")}
        columns={columns}
        data={{ ...rowsOf(query, () => rows) }}
        rowId={({ show_id }) => String(show_id)}
        state={state}
        paging="local"
        empty={{ title: t("prediction.none"), text: t("prediction.noneText") }}
        choosing={{
          selected: chosen,
          onSelect: setSelected,
          nameOf: (row) =>
            `${row.movie_title}, ${row.theatre.name}, ${formats.moment(row.starts_at, zoneOf(row.theatre.id))}`,
          actions: (
            <ApplySelected
              rows={rows.filter(({ show_id }) => chosen.has(String(show_id)))}
              onDone={() => {
                setSelected(new Set());
              }}
            />
          ),
        }}
      >
        <SearchFilter state={state} label={t("prediction.search")} />
        <TheatreFilter state={state} />
        <DayFilter state={state} name="day" label={t("filter.day")} />
        <ChoiceFilter
          state={state}
          name="kind"
          label={t("prediction.state")}
          all={t("filter.all")}
          choices={kinds.map((value) => ({ value, label: t(`prediction.state.${value}`) }))}
        />
      </AdminDataTable>
      {Number.isSafeInteger(open) && open > 0 ? (
        <PredictionDrawer
          showId={open}
          onClose={() => {
            onOpen(null);
          }}
        />
      ) : null}
    </>
  );
}

/** The figures above the table, of the shows that are looked at. */
function Summary({ list, rows }: { readonly list: PredictionList; readonly rows: readonly Prediction[] }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  const seats = rows.reduce((sum, row) => sum + row.capacity, 0);
  const tickets = ticketsOf(rows);
  const earnings = earningsOf(rows);
  const changes = rows.filter(mayBeApplied).length;
  const sums = (pick: (each: Earnings) => Money) =>
    earnings.length === 0 ? "–" : earnings.map((each) => formats.money(pick(each)));
  return (
    <Tiles>
      <Tile
        label={t("prediction.expected")}
        value={formats.whole(tickets.expected)}
        note={t("prediction.soldAndToCome", {
          sold: formats.whole(tickets.sold),
          toCome: formats.whole(tickets.toCome),
        })}
        says={
          seats === 0
            ? undefined
            : t("prediction.ofSeats", { share: formats.share(tickets.expected / seats) })
        }
      />
      <Tile
        label={t("prediction.toChange")}
        value={formats.whole(changes)}
        note={t("prediction.ofShows", { count: rows.length })}
      />
      <Tile
        wide
        label={t("prediction.revenueExpected")}
        value={sums(({ expected }) => expected)}
        note={earnings.map(({ booked, toCome, recommended }) => (
          <span key={booked.currency} className="block">
            {t("prediction.bookedAndToCome", {
              booked: formats.money(booked),
              toCome: formats.money(toCome),
            })}{" "}
            {t("prediction.atRecommended", { sum: formats.money(recommended) })}
          </span>
        ))}
        says={t("prediction.revenueSays")}
      />
      <NameTile
        label={t("prediction.model")}
        name={list.model_version}
        note={t("prediction.asOf", { time: formats.time(list.as_of, houseZone) })}
      />
    </Tiles>
  );
}
