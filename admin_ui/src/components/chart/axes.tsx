import { type Plot } from "./frame";

/** What an axis needs of a scale of d3. */
interface Axis {
  readonly ticks: (count: number) => readonly number[];
  readonly at: (value: number) => number;
  readonly text: (value: number) => string;
  readonly label: string;
}

/** Numbers up the left side, with a hairline across for each. */
export function LeftAxis({ plot, axis }: { readonly plot: Plot; readonly axis: Axis }) {
  return (
    <g aria-hidden="true">
      {axis.ticks(5).map((value) => (
        <g key={value} transform={`translate(0 ${axis.at(value)})`}>
          <line x2={plot.width} className="stroke-line" />
          <text x={-8} dy="0.32em" textAnchor="end" className="fill-dim">
            {axis.text(value)}
          </text>
        </g>
      ))}
      <text
        transform={`translate(-72 ${plot.height / 2}) rotate(-90)`}
        textAnchor="middle"
        className="fill-dim"
      >
        {axis.label}
      </text>
    </g>
  );
}

/** Numbers or times along the bottom. */
export function BottomAxis({
  plot,
  axis,
  count = Math.max(2, Math.floor(plot.width / 90)),
}: {
  readonly plot: Plot;
  readonly axis: Axis;
  readonly count?: number;
}) {
  return (
    <g transform={`translate(0 ${plot.height})`} aria-hidden="true">
      <line x2={plot.width} className="stroke-outline" />
      {axis.ticks(count).map((value) => (
        <g key={value} transform={`translate(${axis.at(value)} 0)`}>
          <line y2={5} className="stroke-outline" />
          <text y={18} textAnchor="middle" className="fill-dim">
            {axis.text(value)}
          </text>
        </g>
      ))}
      <text x={plot.width / 2} y={38} textAnchor="middle" className="fill-dim">
        {axis.label}
      </text>
    </g>
  );
}
