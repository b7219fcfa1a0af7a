"use client";

import { type Direction, type SeatGeometry } from "@movie-magic/client-sdk/seatmap";
import { type RefObject, useEffect, useState } from "react";

import { fingerPitch, type Zoom, zoomStep } from "./use-zoom";

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "row-start",
  End: "row-end",
};

/** Below these pixels per seat a tap cannot mean one seat: it asks to come nearer. */
export const leastPitch = { touch: 34, mouse: 13 } as const;

interface SeatKeysOptions {
  readonly plan: RefObject<SVGSVGElement | null>;
  readonly geometry: SeatGeometry;
  readonly zoom: Zoom;
  readonly onToggle: (seat: number) => void;
  readonly onClear: () => void;
}

function seatUnder(target: EventTarget | null): number | null {
  const seat = target instanceof Element ? target.closest<SVGGElement>("[data-seat]") : null;
  return seat === null ? null : Number(seat.dataset.seat);
}

/**
 * Keyboard and pointer of the plan, heard once for all seats.
 *
 * @returns the seat that Tab leads to (roving tabindex)
 */
export function useSeatKeys({
  plan,
  geometry,
  zoom,
  onToggle,
  onClear,
}: SeatKeysOptions): number | undefined {
  const [active, setActive] = useState(geometry.entrance?.index);

  useEffect(() => {
    const element = plan.current;
    if (element === null) return;
    const stop = new AbortController();
    const { signal } = stop;

    const focus = (index: number) => {
      setActive(index);
      const seat = element.querySelector<SVGGElement>(`[data-seat="${index}"]`);
      seat?.focus({ preventScroll: true });
      seat?.scrollIntoView({ block: "nearest", inline: "nearest" });
    };

    const zoomKeys: Readonly<Record<string, () => void>> = {
      "+": () => {
        zoom.zoomBy(zoomStep);
      },
      "=": () => {
        zoom.zoomBy(zoomStep);
      },
      "-": () => {
        zoom.zoomBy(1 / zoomStep);
      },
      "0": zoom.fit,
      Escape: onClear,
    };

    const onKey = (event: KeyboardEvent) => {
      const seat = seatUnder(event.target);
      if (seat === null || event.ctrlKey || event.metaKey || event.altKey) return;
      const direction = directions[event.key];
      const other = zoomKeys[event.key];
      if (direction !== undefined) {
        const next = geometry.neighbour(seat, direction);
        if (next !== null) focus(next.index);
      } else if (event.key === " " || event.key === "Enter") {
        onToggle(seat);
      } else if (other !== undefined) {
        other();
      } else {
        return;
      }
      event.preventDefault();
    };

    const onClick = (event: PointerEvent) => {
      const seat = seatUnder(event.target);
      const least = event.pointerType === "mouse" ? leastPitch.mouse : leastPitch.touch;
      // A screen reader clicks without a pointer, and knows which seat it means.
      const byPointer = event.pointerType !== "" && event.detail > 0;
      if (byPointer && zoom.scale < least) {
        zoom.zoomTo(fingerPitch, event);
        return;
      }
      if (seat === null) return;
      setActive(seat);
      onToggle(seat);
    };

    element.addEventListener("keydown", onKey, { signal });
    element.addEventListener("click", onClick, { signal });
    return () => {
      stop.abort();
    };
  }, [plan, geometry, zoom, onToggle, onClear]);

  return active;
}
