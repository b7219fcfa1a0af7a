import { pitch } from "./shapes";

interface ScreenLightProps {
  /** In seat pitches, from the left of the house. */
  readonly x: number;
  readonly width: number;
  /** Where the seats begin and end, in seat pitches. */
  readonly top: number;
  readonly bottom: number;
  readonly label: string;
}

/** The screen above the first row, and its light falling over the seats. No filter: it is painted with every change. */
export function ScreenLight({ x, width, top, bottom, label }: ScreenLightProps) {
  const left = x * pitch;
  const right = (x + width) * pitch;
  const middle = (left + right) / 2;
  const foot = (top - 1.1) * pitch;
  const reach = { x: width * pitch * 0.66, y: (bottom - top + 1) * pitch * 0.8 };
  return (
    <g aria-hidden="true">
      <defs>
        <radialGradient
          id="seat-screen-light"
          gradientUnits="userSpaceOnUse"
          cx="0"
          cy="0"
          r="1"
          gradientTransform={`translate(${middle} ${foot - 20}) scale(${reach.x} ${reach.y})`}
        >
          <stop offset="0" stopColor="var(--glow)" stopOpacity="0.3" />
          <stop offset="0.45" stopColor="var(--glow)" stopOpacity="0.12" />
          <stop offset="1" stopColor="var(--glow)" stopOpacity="0" />
        </radialGradient>
        <pattern
          id="seat-held"
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="7" height="7" fill="var(--color-raised)" />
          <rect width="3" height="7" fill="var(--color-seat-held)" fillOpacity="0.55" />
        </pattern>
      </defs>
      <path
        d={`M${middle - reach.x} ${foot}L${left} ${foot}Q${middle} ${foot - 40} ${right} ${foot}L${middle + reach.x} ${foot}V${foot + reach.y}H${middle - reach.x}z`}
        fill="url(#seat-screen-light)"
      />
      <path
        d={`M${left} ${foot}Q${middle} ${foot - 40} ${right} ${foot}`}
        fill="none"
        stroke="var(--color-beam)"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <text x={middle} y={foot + 12} className="seat-row-label seat-screen-word">
        {label.toUpperCase()}
      </text>
    </g>
  );
}
