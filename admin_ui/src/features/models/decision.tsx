import { type TrainingReport } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ScrollRegion } from "@/components/scroll-region";
import { Badge } from "@/components/states";

type DecisionFacts = NonNullable<TrainingReport["decision"]>;

const metrics = ["mae", "rmse", "r2", "wape", "coverage90"] as const;

/** The new model against the one in use, on the same shows, and what was decided. */
export function Decision({ decision }: { readonly decision: DecisionFacts }) {
  const { t } = useStaff();
  const formats = useFormats();
  const sides = [
    { name: t("training.challenger"), side: decision.challenger },
    ...(decision.incumbent === null ? [] : [{ name: t("training.incumbent"), side: decision.incumbent }]),
  ];
  return (
    <section aria-labelledby="decision" className="panel grid gap-3 p-5">
      <h2 id="decision" className="flex flex-wrap items-center gap-3 text-title">
        {t("training.decision")}
        <Badge tone={decision.promoted ? "good" : "plain"}>
          {t(decision.promoted ? "training.promoted" : "training.notPromoted")}
        </Badge>
      </h2>
      <p>{decision.why}</p>
      {decision.window === null ? null : (
        <p className="text-small text-dim">
          {t("training.window", { first: decision.window.first_day, last: decision.window.last_day })}
        </p>
      )}
      <ScrollRegion label={t("table.scroll", { table: t("training.decision") })}>
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col">{t("model.version")}</th>
              {metrics.map((metric) => (
                <th key={metric} scope="col" data-align="end">
                  {t(`metric.${metric}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sides.map(({ name, side }) => (
              <tr key={name}>
                <th scope="row">
                  <span className="font-semibold">{side.version}</span>
                  <span className="block text-caption font-normal text-dim">{name}</span>
                </th>
                {metrics.map((metric) => {
                  const value = side.metrics?.[metric] ?? null;
                  const written = metric === "coverage90" ? formats.share : formats.fine;
                  return (
                    <td key={metric} data-align="end">
                      {value === null ? "–" : written(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}
