"use client";

import { type Layout } from "@movie-magic/client-sdk/api";
import { type LiveShow } from "@movie-magic/client-sdk/live";
import { type Money } from "@movie-magic/client-sdk/money";
import { type SeatGeometry, type Selection } from "@movie-magic/client-sdk/seatmap";
import { memo, useRef } from "react";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";

import { planFrame, viewportClass } from "./plan-frame";
import { ScreenLight } from "./screen-light";
import { Seat } from "./seat";
import { pitch } from "./shapes";
import { useDrag } from "./use-drag";
import { leastPitch, useSeatKeys } from "./use-seat-keys";
import { useZoom, zoomStep } from "./use-zoom";

interface SeatMapProps {
  readonly layout: Layout;
  readonly geometry: SeatGeometry;
  readonly live: LiveShow;
  /** The price of a category; null when it has none. */
  readonly prices: Readonly<Record<string, Money>>;
  readonly chosen: Selection;
  /** Seats held for this visitor, by index. */
  readonly yours: Selection;
  readonly onToggle: (seat: number) => void;
  readonly onClear: () => void;
}

/** The whole house as a plan to choose from: with a finger, a mouse or a keyboard. */
export function SeatMap({ layout, geometry, live, prices, chosen, yours, onToggle, onClear }: SeatMapProps) {
  const { t } = useApp();
  const viewport = useRef<HTMLDivElement>(null);
  const plan = useRef<SVGSVGElement>(null);
  const { width, height, viewBox } = planFrame(geometry);
  const zoom = useZoom({ viewportRef: viewport, width, height });
  const active = useSeatKeys({ plan, geometry, zoom, onToggle, onClear });
  useDrag(viewport);

  return (
    <div>
      <div ref={viewport} className={`seat-viewport ${viewportClass}`}>
        {/* The plan keeps its size and is scaled as a whole: coming nearer lays out none of its seats anew. */}
        <div
          className="mx-auto overflow-hidden"
          style={{ width: width * zoom.scale, height: height * zoom.scale }}
        >
          <svg
            ref={plan}
            role="group"
            aria-label={t("seats.map")}
            aria-describedby="seat-map-hint"
            className="seat-plan"
            viewBox={viewBox}
            width={width * pitch}
            height={height * pitch}
            style={{ transform: `scale(${zoom.scale / pitch})` }}
          >
            <ScreenLight
              x={layout.screen.x}
              width={layout.screen.width}
              top={geometry.box.top}
              bottom={geometry.box.top + geometry.box.height}
              label={t("seats.screen")}
            />
            <RowNames geometry={geometry} />
            <Seats
              geometry={geometry}
              live={live}
              prices={prices}
              chosen={chosen}
              yours={yours}
              active={active}
            />
          </svg>
        </div>
      </div>
      <p id="seat-map-hint" className="sr-only">
        {t("seats.keys")}
      </p>
      <div className="mt-2 flex items-center justify-end gap-1.5">
        <span className="mr-auto text-small text-dim pointer-fine:hidden">
          {zoom.scale > 0 && zoom.scale < leastPitch.touch && t("seats.tapToZoom")}
        </span>
        <ZoomButton
          icon="minus"
          label={t("seats.zoomOut")}
          disabled={zoom.fits}
          onPress={() => {
            zoom.zoomBy(1 / zoomStep);
          }}
        />
        <ZoomButton icon="fit" label={t("seats.zoomFit")} disabled={zoom.fits} onPress={zoom.fit} />
        <ZoomButton
          icon="plus"
          label={t("seats.zoomIn")}
          onPress={() => {
            zoom.zoomBy(zoomStep);
          }}
        />
      </div>
    </div>
  );
}

function ZoomButton({
  icon,
  label,
  disabled = false,
  onPress,
}: {
  readonly icon: "minus" | "fit" | "plus";
  readonly label: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={disabled}
      onClick={onPress}
      className="btn btn-round border-line"
    >
      <Icon name={icon} />
    </button>
  );
}

/** The name of each row, on both sides. */
const RowNames = memo(function RowNames({ geometry }: { readonly geometry: SeatGeometry }) {
  const { box, rows } = geometry;
  return (
    <g aria-hidden="true">
      {rows.map(({ label, y, seats }) => (
        <g key={`${label} ${y}`}>
          {/* Beside the outermost seats: a curved row ends elsewhere than its middle lies. */}
          <text
            x={(box.left - 0.55) * pitch}
            y={((seats[0]?.y ?? y) + 0.62) * pitch}
            className="seat-row-label"
          >
            {label}
          </text>
          <text
            x={(box.left + box.width + 0.55) * pitch}
            y={((seats.at(-1)?.y ?? y) + 0.62) * pitch}
            className="seat-row-label"
          >
            {label}
          </text>
        </g>
      ))}
    </g>
  );
});

interface SeatsProps extends Pick<SeatMapProps, "geometry" | "live" | "prices" | "chosen" | "yours"> {
  readonly active: number | undefined;
}

/** All seats, in the order in which a screen reader walks them. Zooming does not touch them. */
const Seats = memo(function Seats({ geometry, live, prices, chosen, yours, active }: SeatsProps) {
  const mark = ({ index }: { readonly index: number }) =>
    (chosen.includes(index) ? marks.chosen : 0) +
    (yours.includes(index) ? marks.yours : 0) +
    (index === active ? marks.active : 0);
  return geometry.rows.map((row) => (
    <SeatRow
      key={`${row.label} ${row.y}`}
      row={row}
      live={live}
      prices={prices}
      marked={row.seats.map(mark).join("")}
    />
  ));
});

/** What the visitor has to do with a seat; the three add up to one digit. */
const marks = { chosen: 1, yours: 2, active: 4 } as const;

interface SeatRowProps extends Pick<SeatMapProps, "live" | "prices"> {
  readonly row: SeatGeometry["rows"][number];
  /** One digit per seat, the sum of its {@link marks}: a row in which nothing changed is the same text, and rests. */
  readonly marked: string;
}

/** One row. A press makes anew only the row it falls in, not the whole house. */
const SeatRow = memo(function SeatRow({ row, live, prices, marked }: SeatRowProps) {
  return row.seats.map((seat, at) => {
    const mark = Number(marked[at]);
    return (
      <Seat
        key={seat.index}
        seat={seat}
        live={live}
        price={prices[seat.category] ?? null}
        chosen={(mark & marks.chosen) !== 0}
        yours={(mark & marks.yours) !== 0}
        active={(mark & marks.active) !== 0}
      />
    );
  });
});
