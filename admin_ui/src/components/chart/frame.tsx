import { type ReactNode, useId } from "react";

import { useStaff } from "@/app/staff-app";
import { ScrollRegion } from "@/components/scroll-region";

import { useWidth } from "./use-width";

/** Where a chart may draw, in pixels from its own corner. */
export interface Plot {
  readonly width: number;
  readonly height: number;
}

/** What a chart shows, as a table: for whoever does not see it, and for whoever wants the numbers. */
export interface ChartTable {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface ChartProps {
  readonly title: string;
  /** What can be seen in it, in a sentence. */
  readonly summary: string;
  readonly height?: number;
  readonly table: ChartTable;
  readonly children: (plot: Plot) => ReactNode;
}

const margin = { top: 12, right: 16, bottom: 44, left: 84 } as const;

/** A chart with its name, its meaning in a sentence, and its numbers one press away. */
export function Chart({ title, summary, height = 280, table, children }: ChartProps) {
  const { t } = useStaff();
  const [measure, width] = useWidth(640);
  const id = useId();
  const plot = {
    width: Math.max(120, width - margin.left - margin.right),
    height: height - margin.top - margin.bottom,
  };
  return (
    <figure ref={measure} className="m-0 min-w-0">
      <figcaption className="mb-2">
        <span id={id} className="font-display font-semibold">
          {title}
        </span>
        <span className="block text-small text-dim">{summary}</span>
      </figcaption>
      <svg
        role="img"
        aria-labelledby={id}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        className="block max-w-full text-caption"
      >
        <g transform={`translate(${margin.left} ${margin.top})`}>{children(plot)}</g>
      </svg>
      <details className="mt-1 text-small">
        <summary className="w-fit cursor-pointer py-2 text-dim hover:text-text">{t("chart.numbers")}</summary>
        {}
        <ScrollRegion label={t("chart.numbersOf", { chart: title })} className="max-h-72">
          <table className="grid-table">
            <thead>
              <tr>
                {table.headers.map((header) => (
                  <th key={header} scope="col">
                    {header}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join("|")}>
                  {row.map((cell, column) => (
                    <td key={table.headers[column]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </figure>
  );
}
