"use client";

import { type LayoutSeat } from "@movie-magic/client-sdk/api";
import { type LiveShow } from "@movie-magic/client-sdk/live";
import { type Money } from "@movie-magic/client-sdk/money";
import { useSeatState } from "@movie-magic/client-sdk/react";
import { seatLook, seatName } from "@movie-magic/client-sdk/seatmap";
import { memo } from "react";

import { useApp } from "@/features/app/app-context";

import { checkMark, crossMark, pitch, seatShape } from "./shapes";

interface SeatProps {
  readonly seat: LayoutSeat;
  readonly live: LiveShow;
  readonly price: Money | null;
  readonly chosen: boolean;
  /** Held for this visitor. */
  readonly yours: boolean;
  /** The one seat that Tab leads to. */
  readonly active: boolean;
}

/** One seat: a button with a name. It repaints when its own state changes, and for no other's. */
export const Seat = memo(function Seat({ seat, live, price, chosen, yours, active }: SeatProps) {
  const { t, locale } = useApp();
  const state = useSeatState(live, seat.index);
  const look = seatLook(state, { chosen, yours });
  const mine = look === "chosen" || look === "yours";
  const { body, frame, glyph } = seatShape(seat.category, seat.w);
  return (
    <g
      role="button"
      tabIndex={active ? 0 : -1}
      aria-label={seatName(seat, look, price, t, locale)}
      aria-pressed={mine}
      aria-disabled={!mine && look !== "free"}
      data-seat={seat.index}
      data-label={seat.label}
      data-look={look}
      data-category={seat.category}
      className="seat"
      transform={`translate(${seat.x * pitch} ${seat.y * pitch})`}
    >
      <rect className="seat-cell" width={seat.w * pitch} height={pitch} />
      {frame !== undefined && <path className="seat-frame" d={frame} />}
      <path className="seat-body" d={body} />
      {mine ? <path className="seat-mark" d={checkMark(seat.w)} /> : null}
      {look === "sold" && <path className="seat-mark" d={crossMark(seat.w)} />}
      {look === "free" && glyph !== undefined && <path className="seat-glyph" d={glyph} />}
    </g>
  );
});
