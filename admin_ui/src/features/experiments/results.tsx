import { type Experiment } from "@movie-magic/client-sdk/staff";
import { scaleLinear } from "d3-scale";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ScrollRegion } from "@/components/scroll-region";

type Result = NonNullable<Experiment["results"]>[number];

/** What each arm brought for a show, and by how much it beats the first: with the range in which the truth lies. */
export function Results({ name, results }: { readonly name: string; readonly results: readonly Result[] }) {
  const { t } = useStaff();
  const formats = useFormats();
  const most = Math.max(1, ...results.flatMap(({ low, high }) => [Math.abs(low ?? 0), Math.abs(high ?? 0)]));
  return (
    <ScrollRegion label={t("experiment.results", { name })}>
      <table className="grid-table">
        <thead>
          <tr>
            <th scope="col">{t("experiment.arm")}</th>
            <th scope="col" data-align="end">
              {t("nav.shows")}
            </th>
            <th scope="col" data-align="end">
              {t("today.tickets")}
            </th>
            <th scope="col" data-align="end">
              {t("experiment.perShow")}
            </th>
            <th scope="col">{t("experiment.uplift")}</th>
          </tr>
        </thead>
        <tbody>
          {results.map((result) => (
            <tr key={result.arm}>
              <th scope="row" className="font-semibold">
                {result.arm}
              </th>
              <td data-align="end">{formats.whole(result.shows)}</td>
              <td data-align="end">{formats.whole(result.tickets)}</td>
              <td data-align="end">{formats.money(result.revenue_per_show)}</td>
              <td>
                <Uplift result={result} most={most} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const width = 160;

function Uplift({ result, most }: { readonly result: Result; readonly most: number }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { uplift_percent, low, high } = result;
  if (uplift_percent === null) return <span className="text-dim">{t("experiment.measure")}</span>;
  const x = scaleLinear([-most, most], [4, width - 4]);
  // Where the range lies on one side of nothing, the difference is more than chance.
  const sure = low !== null && high !== null && (low > 0 || high < 0);
  return (
    <span className="flex items-center gap-3">
      <svg aria-hidden="true" width={width} height="20" viewBox={`0 0 ${width} 20`} className="shrink-0">
        <line x1={x(0)} x2={x(0)} y1="1" y2="19" className="stroke-outline" strokeDasharray="2 3" />
        {low === null || high === null ? null : (
          <line
            x1={x(low)}
            x2={x(high)}
            y1="10"
            y2="10"
            className={sure ? "stroke-mint" : "stroke-dim"}
            strokeWidth="3"
          />
        )}
        <circle cx={x(uplift_percent)} cy="10" r="4.5" className={sure ? "fill-mint" : "fill-dim"} />
      </svg>
      <span className="whitespace-nowrap">
        {formats.change(uplift_percent)}
        {low === null || high === null ? null : (
          <span className="block text-caption text-dim">
            {t(sure ? "experiment.sure" : "experiment.unsure", {
              low: formats.change(low),
              high: formats.change(high),
            })}
          </span>
        )}
      </span>
    </span>
  );
}
