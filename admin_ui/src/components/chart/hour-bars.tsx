import { scaleBand, scaleLinear } from "d3-scale";

import { LeftAxis } from "./axes";
import { Chart, type ChartTable } from "./frame";

interface HourBarsProps {
  readonly title: string;
  readonly summary: string;
  readonly table: ChartTable;
  readonly labels: { readonly x: string; readonly y: string };
  readonly bars: readonly { readonly key: string; readonly label: string; readonly value: number }[];
  readonly format: (value: number) => string;
}

/** A quantity for each hour of a day. */
export function HourBars({ title, summary, table, labels, bars, format }: HourBarsProps) {
  return (
    <Chart title={title} summary={summary} table={table} height={240}>
      {(plot) => {
        const x = scaleBand(
          bars.map(({ key }) => key),
          [0, plot.width],
        ).padding(0.25);
        const y = scaleLinear([0, Math.max(1, ...bars.map(({ value }) => value))], [plot.height, 0]).nice(4);
        const every = Math.ceil(bars.length / Math.max(1, Math.floor(plot.width / 52)));
        const whole = (count: number) => y.ticks(count).filter(Number.isInteger);
        return (
          <>
            <LeftAxis plot={plot} axis={{ ticks: whole, at: y, text: format, label: labels.y }} />
            {bars.map(({ key, label, value }, index) => (
              <g key={key} transform={`translate(${x(key) ?? 0} 0)`}>
                <rect
                  y={y(value)}
                  width={x.bandwidth()}
                  height={plot.height - y(value)}
                  rx={Math.min(4, x.bandwidth() / 3)}
                  className="fill-beam"
                />
                {index % every === 0 ? (
                  <text
                    aria-hidden="true"
                    x={x.bandwidth() / 2}
                    y={plot.height + 18}
                    textAnchor="middle"
                    className="fill-dim"
                  >
                    {label}
                  </text>
                ) : null}
              </g>
            ))}
            <line y1={plot.height} y2={plot.height} x2={plot.width} className="stroke-outline" />
            <text
              aria-hidden="true"
              x={plot.width / 2}
              y={plot.height + 38}
              textAnchor="middle"
              className="fill-dim"
            >
              {labels.x}
            </text>
          </>
        );
      }}
    </Chart>
  );
}
