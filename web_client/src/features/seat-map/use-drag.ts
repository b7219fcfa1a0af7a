"use client";

import { type RefObject, useEffect } from "react";

/** A hand is never quite still: what moves less than this, in pixels, was a click. */
const slack = 5;

/** Lets a mouse drag the plan. Fingers scroll by themselves. */
export function useDrag(viewport: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = viewport.current;
    if (element === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    let from: { x: number; y: number; left: number; top: number } | null = null;
    let dragging = false;

    element.addEventListener(
      "pointerdown",
      (event) => {
        if (event.pointerType !== "mouse" || event.button !== 0) return;
        from = { x: event.clientX, y: event.clientY, left: element.scrollLeft, top: element.scrollTop };
        dragging = false;
      },
      { signal },
    );
    element.addEventListener(
      "pointermove",
      (event) => {
        if (from === null) return;
        const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
        if (!dragging && Math.hypot(dx, dy) < slack) return;
        if (!dragging) element.setPointerCapture(event.pointerId);
        dragging = true;
        element.dataset.dragging = "true";
        element.scrollTo(from.left - dx, from.top - dy);
      },
      { signal },
    );
    const end = () => {
      from = null;
      delete element.dataset.dragging;
    };
    element.addEventListener("pointerup", end, { signal });
    element.addEventListener("pointercancel", end, { signal });
    // The click at the end of a drag was not meant for the seat under it.
    element.addEventListener(
      "click",
      (event) => {
        if (!dragging) return;
        dragging = false;
        event.stopPropagation();
        event.preventDefault();
      },
      { capture: true, signal },
    );
    return () => {
      stop.abort();
    };
  }, [viewport]);
}
