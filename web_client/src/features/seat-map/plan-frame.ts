import { type SeatGeometry } from "@movie-magic/client-sdk/seatmap";

import { pitch } from "./shapes";

/** Room around the seats for row names, and above them for the screen; in seat pitches. */
const margin = { side: 1.1, top: 2.3, bottom: 0.4 } as const;

/** The look of what the plan scrolls in; the same before and after it can be used, so that nothing shifts. */
export const viewportClass = "max-h-[max(22rem,calc(100dvh-21rem))] overflow-auto rounded-card";

/** The frame of a plan. */
export interface PlanFrame {
  /** In seat pitches. */
  readonly width: number;
  readonly height: number;
  /** In pixels of the drawing. */
  readonly viewBox: string;
}

/** The frame that holds a house, its row names and its screen. */
export function planFrame({ box }: SeatGeometry): PlanFrame {
  const width = box.width + 2 * margin.side;
  const height = box.height + margin.top + margin.bottom;
  const parts = [box.left - margin.side, box.top - margin.top, width, height];
  return { width, height, viewBox: parts.map((part) => part * pitch).join(" ") };
}
