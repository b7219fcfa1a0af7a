import { scaleLinear } from "d3-scale";

interface IntervalBarProps {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
  /** How far the line goes. */
  readonly capacity: number;
  /** What is certain already, such as seats sold. */
  readonly sold: number;
  readonly label: string;
}

const width = 120;
const height = 18;

/** A forecast on the line of what there is: what is sold, the range, and the middle. */
export function IntervalBar({ low, expected, high, capacity, sold, label }: IntervalBarProps) {
  const x = scaleLinear([0, Math.max(1, capacity)], [1, width - 1]).clamp(true);
  const middle = height / 2;
  return (
    <svg
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="block"
    >
      <line x1={x(0)} x2={x(capacity)} y1={middle} y2={middle} className="stroke-outline" strokeWidth="1.5" />
      <line
        x1={x(0)}
        x2={x(sold)}
        y1={middle}
        y2={middle}
        className="stroke-text"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <rect
        x={x(low)}
        y={middle - 5}
        width={Math.max(2, x(high) - x(low))}
        height={10}
        rx={5}
        className="fill-beam/45"
      />
      <line
        x1={x(expected)}
        x2={x(expected)}
        y1={1}
        y2={height - 1}
        className="stroke-beam"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
