import { scaleLinear } from "d3-scale";

/** How much one thing moves a forecast. */
export interface Contribution {
  readonly name: string;
  readonly value: string;
  /** Tickets, more or fewer. */
  readonly amount: number;
}

/** What moves a forecast away from the usual: more to the right, fewer to the left, and the number beside it. */
export function ContributionBars({
  items,
  headers,
  format,
}: {
  readonly items: readonly Contribution[];
  readonly headers: { readonly name: string; readonly amount: string };
  readonly format: (amount: number) => string;
}) {
  const most = Math.max(1e-9, ...items.map(({ amount }) => Math.abs(amount)));
  const share = scaleLinear([0, most], [0, 50]);
  return (
    <table className="w-full text-small">
      <thead className="sr-only">
        <tr>
          <th scope="col">{headers.name}</th>
          <th scope="col">{headers.amount}</th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, value, amount }) => (
          <tr key={name} className="border-b border-line last:border-0">
            <th scope="row" className="py-2 pr-3 text-left font-normal">
              {name}
              <span className="block text-caption text-dim">{value}</span>
            </th>
            <td className="w-1/2 py-2">
              <span className="flex items-center gap-3">
                <svg
                  aria-hidden="true"
                  viewBox="0 0 100 10"
                  preserveAspectRatio="none"
                  className="h-3 min-w-0 grow"
                >
                  <line
                    x1="50"
                    x2="50"
                    y1="0"
                    y2="10"
                    className="stroke-outline"
                    vectorEffect="non-scaling-stroke"
                  />
                  <rect
                    x={amount < 0 ? 50 - share(-amount) : 50}
                    y="1"
                    width={share(Math.abs(amount))}
                    height="8"
                    className={amount < 0 ? "fill-velvet" : "fill-mint"}
                  />
                </svg>
                <span className="w-16 text-right">{format(amount)}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
