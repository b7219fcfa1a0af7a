import { scaleLinear } from "d3-scale";
import { curveMonotoneX, line } from "d3-shape";

import { BottomAxis, LeftAxis } from "./axes";
import { Chart, type ChartTable } from "./frame";

/** A place on the curve that has a name. */
export interface Mark {
  readonly x: number;
  readonly label: string;
  readonly kind: "present" | "advised";
}

interface CurveChartProps {
  readonly title: string;
  readonly summary: string;
  readonly table: ChartTable;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly marks: readonly Mark[];
  readonly labels: { readonly x: string; readonly y: string };
  readonly textOf: { readonly x: (value: number) => string; readonly y: (value: number) => string };
}

/** One quantity as it follows from another, with the places that matter marked. */
export function CurveChart({ title, summary, table, points, marks, labels, textOf }: CurveChartProps) {
  return (
    <Chart title={title} summary={summary} table={table} height={260}>
      {(plot) => {
        const xs = [...points.map(({ x }) => x), ...marks.map((mark) => mark.x)];
        const ys = points.map(({ y }) => y);
        const x = scaleLinear([Math.min(...xs), Math.max(...xs)], [0, plot.width]);
        const [least, most] = [Math.min(...ys), Math.max(...ys)];
        // Not from nothing: what matters is where the hill is, and most of its height would be foot.
        const room = (most - least || most) / 3;
        const y = scaleLinear([Math.max(0, least - room), most + room], [plot.height, 0]).nice(4);
        const path = line<{ x: number; y: number }>(
          (p) => x(p.x),
          (p) => y(p.y),
        ).curve(curveMonotoneX)(points);
        return (
          <>
            <LeftAxis
              plot={plot}
              axis={{ ticks: (n) => y.ticks(n), at: y, text: textOf.y, label: labels.y }}
            />
            <BottomAxis
              plot={plot}
              axis={{ ticks: (n) => x.ticks(n), at: x, text: textOf.x, label: labels.x }}
            />
            <path d={path ?? ""} fill="none" className="stroke-beam" strokeWidth="2.5" />
            {points.map((point) => (
              <circle key={point.x} cx={x(point.x)} cy={y(point.y)} r="3" className="fill-beam" />
            ))}
            {marks.map((mark, index) => (
              <g key={mark.kind} transform={`translate(${x(mark.x)} 0)`}>
                <line
                  y1={0}
                  y2={plot.height}
                  className={mark.kind === "present" ? "stroke-text" : "stroke-mint"}
                  strokeWidth="1.5"
                  strokeDasharray={mark.kind === "present" ? "2 4" : "7 4"}
                />
                <text
                  y={10 + index * 16}
                  x={x(mark.x) > plot.width / 2 ? -6 : 6}
                  textAnchor={x(mark.x) > plot.width / 2 ? "end" : "start"}
                  className={mark.kind === "present" ? "fill-text" : "fill-mint"}
                >
                  {mark.label}
                </text>
              </g>
            ))}
          </>
        );
      }}
    </Chart>
  );
}
