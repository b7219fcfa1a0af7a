import { type Prediction } from "@movie-magic/client-sdk/staff";

import { type StaffApp } from "@/app/staff-app";
import { type Formats } from "@/app/use-formats";
import { IntervalBar } from "@/components/chart/interval-bar";
import { Clamped } from "@/components/clamped";
import { Badge } from "@/components/states";
import { type Column } from "@/components/table/column";

interface Parts {
  readonly t: StaffApp["t"];
  readonly formats: Formats;
  readonly zoneOf: (theatreId: number) => string;
  readonly zonesDiffer: boolean;
  readonly onOpen: (showId: number) => void;
}

/** What is said of each show, the most telling first. */
export function predictionColumns({
  t,
  formats,
  zoneOf,
  zonesDiffer,
  onOpen,
}: Parts): readonly Column<Prediction>[] {
  return [
    {
      id: "show",
      header: t("prediction.show"),
      value: ({ movie_title }) => movie_title,
      cell: (row) => (
        <button
          type="button"
          className="grid max-w-72 min-w-44 rounded-field py-0.5 text-left"
          onClick={() => {
            onOpen(row.show_id);
          }}
        >
          <Clamped within className="link font-semibold">
            {row.movie_title}
          </Clamped>
          <Clamped
            within
            className="text-caption text-dim"
          >{`${row.theatre.name} · ${row.screen.name}`}</Clamped>
        </button>
      ),
    },
    {
      id: "starts",
      header: t("prediction.starts"),
      value: ({ starts_at }) => starts_at,
      cell: ({ starts_at, theatre }) => (
        <span className="whitespace-nowrap">
          {formats.moment(starts_at, zoneOf(theatre.id))}
          {zonesDiffer ? (
            <span className="text-dim"> {formats.zone(starts_at, zoneOf(theatre.id))}</span>
          ) : null}
        </span>
      ),
    },
    {
      id: "tickets",
      header: t("prediction.tickets"),
      value: ({ expected_tickets }) => Math.round(expected_tickets),
      cell: (row) => <Forecast row={row} t={t} formats={formats} />,
    },
    {
      id: "occupancy",
      header: t("prediction.occupancy"),
      align: "end",
      value: ({ expected_tickets, capacity }) => expected_tickets / Math.max(1, capacity),
      cell: ({ expected_tickets, capacity }) => formats.share(expected_tickets / Math.max(1, capacity)),
    },
    {
      id: "price",
      header: t("prediction.price"),
      align: "end",
      value: ({ current_price }) => current_price.amount,
      cell: ({ current_price }) => formats.money(current_price),
    },
    {
      id: "next",
      header: t("prediction.next"),
      align: "end",
      value: ({ next_price }) => next_price.amount,
      cell: ({ next_price }) => formats.money(next_price),
    },
    {
      id: "recommended",
      header: t("prediction.recommended"),
      align: "end",
      value: ({ recommended_price }) => recommended_price.amount,
      cell: ({ recommended_price }) => formats.money(recommended_price),
    },
    {
      id: "change",
      header: t("prediction.change"),
      align: "end",
      value: ({ change_percent }) => change_percent,
      cell: ({ change_percent }) => <Change percent={change_percent} formats={formats} />,
    },
    {
      id: "gain",
      header: t("prediction.gain"),
      align: "end",
      value: ({ gain_percent }) => gain_percent,
      cell: ({ gain_percent }) => <Change percent={gain_percent} formats={formats} />,
    },
    {
      id: "confidence",
      header: t("prediction.confidence"),
      align: "end",
      value: ({ confidence }) => confidence,
      cell: ({ confidence }) => formats.share(confidence),
    },
    {
      id: "state",
      header: t("prediction.state"),
      value: (row) => t(`prediction.state.${stateOf(row)}`),
      cell: (row) => <State row={row} t={t} />,
    },
  ];
}

/** Who decides what a show costs. */
export type PriceState = "override" | "held_out" | "manual" | "ml" | "base";

/** The strongest of what decides a show's price. */
export function stateOf(row: Prediction): PriceState {
  if (row.override !== null) return "override";
  if (row.held_out) return "held_out";
  if (!row.automatic) return "manual";
  return row.source === "ml" ? "ml" : "base";
}

/** The range on the line of seats, and in figures. */
function Forecast({ row, t, formats }: { readonly row: Prediction } & Pick<Parts, "t" | "formats">) {
  const [expected, low, high] = [row.expected_tickets, row.low, row.high].map(formats.whole);
  return (
    <span className="grid w-fit gap-0.5">
      <IntervalBar
        low={row.low}
        expected={row.expected_tickets}
        high={row.high}
        capacity={row.capacity}
        sold={row.sold}
        label={t("prediction.forecastSays", {
          expected,
          low,
          high,
          capacity: formats.whole(row.capacity),
          sold: formats.whole(row.sold),
        })}
      />
      <span className="whitespace-nowrap">
        {expected}{" "}
        <span className="text-dim">
          ({low}–{high})
        </span>
      </span>
    </span>
  );
}

function State({ row, t }: { readonly row: Prediction; readonly t: StaffApp["t"] }) {
  const state = stateOf(row);
  const tone = state === "override" ? "own" : state === "ml" ? "good" : "plain";
  return <Badge tone={tone}>{t(`prediction.state.${state}`)}</Badge>;
}

/** More or less, by its sign first and its colour second. */
export function Change({ percent, formats }: { readonly percent: number; readonly formats: Formats }) {
  const tone = percent > 0 ? "text-mint" : percent < 0 ? "text-velvet" : "text-dim";
  return <span className={`whitespace-nowrap ${tone}`}>{formats.change(percent)}</span>;
}
