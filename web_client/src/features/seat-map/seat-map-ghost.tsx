import { type Layout } from "@movie-magic/client-sdk/api";
import { type SeatGeometry } from "@movie-magic/client-sdk/seatmap";

import { planFrame, viewportClass } from "./plan-frame";
import { ScreenLight } from "./screen-light";
import { pitch } from "./shapes";
import { fingerPitch } from "./use-zoom";

interface SeatMapGhostProps {
  readonly layout: Layout;
  readonly geometry: SeatGeometry;
  readonly screen: string;
}

/**
 * The house as the server sends it: every seat in one single path. It takes the place of the plan to the pixel until
 * that can be used, and costs a hundredth of its markup.
 */
export function SeatMapGhost({ layout, geometry, screen }: SeatMapGhostProps) {
  const { width, height, viewBox } = planFrame(geometry);
  const seats = layout.seats
    .map(({ x, y, w }) => `M${x * pitch + 6} ${y * pitch + 6}h${w * pitch - 12}v24h-${w * pitch - 12}z`)
    .join("");
  return (
    <div className={viewportClass}>
      <svg
        aria-hidden="true"
        viewBox={viewBox}
        width={width * fingerPitch}
        height={height * fingerPitch}
        className="mx-auto block h-auto max-w-full"
      >
        <ScreenLight
          x={layout.screen.x}
          width={layout.screen.width}
          top={geometry.box.top}
          bottom={geometry.box.top + geometry.box.height}
          label={screen}
        />
        <path d={seats} className="fill-text/6 stroke-text/12" strokeWidth="2" strokeLinejoin="round" />
      </svg>
    </div>
  );
}
