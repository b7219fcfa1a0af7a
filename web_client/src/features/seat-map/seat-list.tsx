"use client";

import { type LayoutSeat } from "@movie-magic/client-sdk/api";
import { type LiveShow, SeatState } from "@movie-magic/client-sdk/live";
import { type Money } from "@movie-magic/client-sdk/money";
import { useSeatMap, useSeatState } from "@movie-magic/client-sdk/react";
import { seatLook, seatName, type SeatGeometry, type Selection } from "@movie-magic/client-sdk/seatmap";
import { useState } from "react";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";

interface SeatListProps {
  readonly geometry: SeatGeometry;
  readonly live: LiveShow;
  readonly prices: Readonly<Record<string, Money>>;
  readonly chosen: Selection;
  readonly yours: Selection;
  readonly onToggle: (seat: number) => void;
}

/** The house in words: the same seats as on the plan, row by row, for whoever would rather read than look. */
export function SeatList({ geometry, live, prices, chosen, yours, onToggle }: SeatListProps) {
  const { t } = useApp();
  useSeatMap(live); // whatever changes, the counts of the rows may
  const [open, setOpen] = useState<string | null>(null);
  return (
    <ul aria-label={t("seats.list")} className="grid gap-2">
      {geometry.rows.map(({ label, y, seats }) => {
        const key = `${label} ${y}`;
        const free = seats.filter(({ index }) => live.seat(index) === SeatState.free).length;
        const isOpen = open === key;
        return (
          <li key={key} className="rounded-card border border-line">
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => {
                setOpen(isOpen ? null : key);
              }}
              className="flex min-h-12 w-full items-center justify-between gap-3 px-4 text-left font-medium"
            >
              {t("seats.rowFree", { row: label, free })}
              <Icon name="plus" className={`text-beam transition-[rotate] ${isOpen ? "rotate-45" : ""}`} />
            </button>
            {isOpen ? (
              <ul className="grid gap-2 p-3 pt-0 sm:grid-cols-2">
                {seats.map((seat) => (
                  <li key={seat.index}>
                    <ListedSeat
                      seat={seat}
                      live={live}
                      price={prices[seat.category] ?? null}
                      chosen={chosen.includes(seat.index)}
                      yours={yours.includes(seat.index)}
                      onToggle={onToggle}
                    />
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

interface ListedSeatProps {
  readonly seat: LayoutSeat;
  readonly live: LiveShow;
  readonly price: Money | null;
  readonly chosen: boolean;
  readonly yours: boolean;
  readonly onToggle: (seat: number) => void;
}

function ListedSeat({ seat, live, price, chosen, yours, onToggle }: ListedSeatProps) {
  const { t, locale } = useApp();
  const look = seatLook(useSeatState(live, seat.index), { chosen, yours });
  const mine = look === "chosen" || look === "yours";
  return (
    <button
      type="button"
      aria-pressed={mine}
      aria-disabled={!mine && look !== "free"}
      onClick={() => {
        onToggle(seat.index);
      }}
      className={`choice w-full justify-between text-left whitespace-normal ${mine || look === "free" ? "" : "text-dim line-through"}`}
    >
      {seatName(seat, look, price, t, locale)}
      {mine ? <Icon name="check" size={18} className="text-beam" /> : null}
    </button>
  );
}
