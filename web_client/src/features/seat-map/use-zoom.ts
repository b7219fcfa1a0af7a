"use client";

import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

/** Pixels per seat pitch at which a seat is a full target for a finger. */
export const fingerPitch = 44;

/** A deep house is scrolled rather than drawn smaller than this. */
const leastFit = 15;

/** What one press of plus or minus does. */
export const zoomStep = 1.4;

/** Nothing is gained beyond this. */
const closestPitch = 72;

interface ZoomOptions {
  /** What scrolls. */
  readonly viewportRef: RefObject<HTMLElement | null>;
  /** Size of the whole plan, in seat pitches. */
  readonly width: number;
  readonly height: number;
}

/** A point on the screen that is to stay where it is. */
interface Anchor {
  readonly clientX: number;
  readonly clientY: number;
}

/** How near the plan is, and how to come nearer. */
export interface Zoom {
  /** Pixels per seat pitch; 0 before the first measurement. */
  readonly scale: number;
  /** The whole house is in view. */
  readonly fits: boolean;
  readonly zoomTo: (scale: number, anchor?: Anchor) => void;
  readonly zoomBy: (factor: number, anchor?: Anchor) => void;
  readonly fit: () => void;
}

/**
 * Zoom of a plan inside a scrolling viewport. Panning is the browser's own scrolling, so it has momentum, follows the
 * keyboard's focus and works for switch devices; only the nearness is kept here. Two fingers, or the wheel with Ctrl,
 * zoom around the point between or under them.
 */
export function useZoom({ viewportRef, width, height }: ZoomOptions): Zoom {
  const [fitScale, setFitScale] = useState(0);
  const [chosen, setChosen] = useState<number | null>(null);
  const moved = useRef<{ readonly left: number; readonly top: number } | null>(null);

  useLayoutEffect(() => {
    const element = viewportRef.current;
    if (element === null) return;
    const measure = () => {
      const room = Number.parseFloat(getComputedStyle(element).maxHeight);
      const byHeight = Number.isNaN(room) ? fingerPitch : Math.max(leastFit, room / height);
      setFitScale(Math.min(fingerPitch, element.clientWidth / width, byHeight));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [viewportRef, width, height]);

  const scale = chosen === null ? fitScale : Math.max(chosen, fitScale);
  const scaleNow = useRef(scale);
  useLayoutEffect(() => {
    scaleNow.current = scale;
    if (moved.current !== null) viewportRef.current?.scrollTo(moved.current);
    moved.current = null;
  }, [scale, viewportRef]);

  const near = useMemo(() => {
    const zoomTo = (wanted: number, anchor?: Anchor): void => {
      const element = viewportRef.current;
      if (element === null) return;
      const next = Math.min(closestPitch, Math.max(fitScale, wanted));
      const ratio = next / scaleNow.current;
      const box = element.getBoundingClientRect();
      const x = (anchor?.clientX ?? box.left + box.width / 2) - box.left;
      const y = (anchor?.clientY ?? box.top + box.height / 2) - box.top;
      moved.current = {
        left: (element.scrollLeft + x) * ratio - x,
        top: (element.scrollTop + y) * ratio - y,
      };
      setChosen(next <= fitScale ? null : next);
    };
    return {
      zoomTo,
      zoomBy: (factor: number, anchor?: Anchor): void => {
        zoomTo(scaleNow.current * factor, anchor);
      },
      fit: (): void => {
        moved.current = { left: 0, top: 0 };
        setChosen(null);
      },
    };
  }, [viewportRef, fitScale]);

  useEffect(() => {
    const element = viewportRef.current;
    if (element === null) return;
    const stop = new AbortController();
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      near.zoomBy(Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.004 : 0.08)), event);
    };
    let spread = 0;
    const onTouch = (event: TouchEvent) => {
      const [one, other] = event.touches;
      if (one === undefined || other === undefined) {
        spread = 0;
        return;
      }
      event.preventDefault();
      const now = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (spread > 0) {
        near.zoomBy(now / spread, {
          clientX: (one.clientX + other.clientX) / 2,
          clientY: (one.clientY + other.clientY) / 2,
        });
      }
      spread = now;
    };
    const loud = { passive: false, signal: stop.signal };
    element.addEventListener("wheel", onWheel, loud);
    element.addEventListener("touchstart", onTouch, loud);
    element.addEventListener("touchmove", onTouch, loud);
    element.addEventListener("touchend", onTouch, { signal: stop.signal });
    return () => {
      stop.abort();
    };
  }, [viewportRef, near]);

  const fits = chosen === null;
  return useMemo(() => ({ scale, fits, ...near }), [scale, fits, near]);
}
