import { scaleLinear, scaleUtc } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";

import { BottomAxis, LeftAxis } from "./axes";
import { Chart, type ChartTable } from "./frame";

/** A value that counts from a moment until the next. */
export interface Step {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
  /** Whether a person decided it: drawn as a square, where the house's own steps are round. */
  readonly byHand: boolean;
}

interface StepChartProps {
  readonly title: string;
  readonly summary: string;
  readonly table: ChartTable;
  /** Oldest first. */
  readonly steps: readonly Step[];
  /** Until when the last step counts, in milliseconds. */
  readonly until: number;
  readonly labels: { readonly x: string; readonly y: string };
  readonly textOf: { readonly x: (at: number) => string; readonly y: (value: number) => string };
}

/** What something cost over time: level until it changed. */
export function StepChart({ title, summary, table, steps, until, labels, textOf }: StepChartProps) {
  return (
    <Chart title={title} summary={summary} table={table}>
      {(plot) => {
        const values = steps.map(({ value }) => value);
        const x = scaleUtc([steps[0]?.at ?? until - 1, until], [0, plot.width]);
        const y = scaleLinear([Math.min(...values) * 0.9, Math.max(...values) * 1.05], [plot.height, 0]).nice(
          5,
        );
        const last = steps.at(-1);
        const path = line<Step>(
          (step) => x(step.at),
          (step) => y(step.value),
        ).curve(curveStepAfter)([...steps, ...(last === undefined ? [] : [{ ...last, at: until }])]);
        return (
          <>
            <LeftAxis
              plot={plot}
              axis={{ ticks: (n) => y.ticks(n), at: y, text: textOf.y, label: labels.y }}
            />
            <BottomAxis
              plot={plot}
              count={Math.max(2, Math.floor(plot.width / 190))}
              axis={{ ticks: (n) => x.ticks(n).map(Number), at: x, text: textOf.x, label: labels.x }}
            />
            <path d={path ?? ""} fill="none" className="stroke-beam" strokeWidth="2.5" />
            {steps.map(({ at, value, byHand }) =>
              byHand ? (
                <rect
                  key={at}
                  x={x(at) - 5}
                  y={y(value) - 5}
                  width="10"
                  height="10"
                  className="fill-ground stroke-text"
                  strokeWidth="2"
                />
              ) : (
                <circle key={at} cx={x(at)} cy={y(value)} r="4" className="fill-beam" />
              ),
            )}
          </>
        );
      }}
    </Chart>
  );
}
