import { scaleLinear } from "d3-scale";

import { BottomAxis, LeftAxis } from "./axes";
import { Chart } from "./frame";

interface ScatterChartProps {
  readonly title: string;
  readonly summary: string;
  readonly labels: { readonly x: string; readonly y: string };
  readonly points: readonly (readonly [predicted: number, actual: number])[];
  readonly format: (value: number) => string;
}

/** What was said against what came: on the line both are the same. */
export function ScatterChart({ title, summary, labels, points, format }: ScatterChartProps) {
  const most = Math.max(1, ...points.flat());
  const rows = [...points]
    .sort(([one], [other]) => one - other)
    .map(([predicted, actual], index) => [String(index + 1), format(predicted), format(actual)]);
  return (
    <Chart title={title} summary={summary} height={360} table={{ headers: ["#", labels.x, labels.y], rows }}>
      {(plot) => {
        const x = scaleLinear([0, most], [0, plot.width]).nice();
        const y = scaleLinear([0, most], [plot.height, 0]).nice();
        return (
          <>
            <LeftAxis plot={plot} axis={{ ticks: (n) => y.ticks(n), at: y, text: format, label: labels.y }} />
            <BottomAxis
              plot={plot}
              axis={{ ticks: (n) => x.ticks(n), at: x, text: format, label: labels.x }}
            />
            <line
              x1={x(0)}
              y1={y(0)}
              x2={x(most)}
              y2={y(most)}
              className="stroke-outline"
              strokeDasharray="5 4"
            />
            {points.map(([predicted, actual], index) => (
              // eslint-disable-next-line react/no-array-index-key -- two shows may well have the same numbers
              <circle key={index} cx={x(predicted)} cy={y(actual)} r="3" className="fill-beam/60" />
            ))}
          </>
        );
      }}
    </Chart>
  );
}
