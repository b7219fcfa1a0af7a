"use client";

import { type Money, formatMoney } from "@movie-magic/client-sdk/money";
import { categoryName, type SeatLook } from "@movie-magic/client-sdk/seatmap";

import { useApp } from "@/features/app/app-context";

import { checkMark, crossMark, pitch, seatShape } from "./shapes";

interface LegendProps {
  /** The categories of this house, in the order in which they are named. */
  readonly categories: readonly string[];
  readonly prices: Readonly<Record<string, Money>>;
  /** Some seats of this house are not on sale at this show. */
  readonly someBlocked: boolean;
}

const states = [
  { look: "yours", mark: checkMark(1) },
  { look: "held", mark: null },
  { look: "sold", mark: crossMark(1) },
  { look: "blocked", mark: null },
] as const;

/** What shapes and patterns mean, and what each kind of seat costs. */
export function Legend({ categories, prices, someBlocked }: LegendProps) {
  const { t, intl } = useApp();
  return (
    <ul
      aria-label={t("seats.legend")}
      className="flex flex-wrap justify-center gap-x-5 gap-y-2 text-small text-dim"
    >
      {categories.map((category) => {
        const price = prices[category];
        return (
          <li key={category} className="flex items-center gap-2 whitespace-nowrap">
            <Sample category={category} look="free" glyph={seatShape(category, 1).glyph} />
            <span className="first-letter:uppercase">{categoryName(category, t)}</span>
            {price !== undefined && (
              <span className="font-semibold whitespace-nowrap text-text">{formatMoney(price, intl)}</span>
            )}
          </li>
        );
      })}
      {states
        .filter(({ look }) => look !== "blocked" || someBlocked)
        .map(({ look, mark }) => (
          <li key={look} className="flex items-center gap-2 whitespace-nowrap">
            <Sample category="standard" look={look} mark={mark} />
            {t(`seat.legend.${look}`)}
          </li>
        ))}
    </ul>
  );
}

function Sample({
  category,
  look,
  glyph,
  mark,
}: {
  readonly category: string;
  readonly look: SeatLook;
  readonly glyph?: string | undefined;
  readonly mark?: string | null;
}) {
  const width = category === "couple" ? 2 : 1;
  const { body, frame } = seatShape(category, width);
  return (
    <svg viewBox={`0 0 ${width * pitch} ${pitch}`} width={24 * width} height="24" aria-hidden="true">
      <g className="seat pointer-events-none" data-category={category} data-look={look}>
        {frame !== undefined && <path className="seat-frame" d={frame} />}
        <path className="seat-body" d={body} />
        {glyph !== undefined && <path className="seat-glyph" d={glyph} />}
        {mark !== undefined && mark !== null && <path className="seat-mark" d={mark} />}
      </g>
    </svg>
  );
}
