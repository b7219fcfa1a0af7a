import { useQuery } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ScatterChart } from "@/components/chart/scatter-chart";
import { ScrollRegion } from "@/components/scroll-region";
import { ErrorState, Ghost } from "@/components/states";

/** What was forecast for shows that are over, against what they sold; and whether the world has moved since. */
export function ForecastQuality() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const query = useQuery({
    queryKey: ["forecast-quality"],
    queryFn: ({ signal }) => api.analytics.forecasts({ signal }),
    staleTime: 5 * 60_000,
  });
  const told = query.data;
  return (
    <section aria-labelledby="quality" className="panel grid gap-5 p-5">
      <h2 id="quality" className="text-title">
        {t("quality.title")}
      </h2>
      {told === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : (
          <Ghost lines={3} label={t("table.loading")} />
        )
      ) : told.items.length === 0 ? (
        <p className="text-small text-dim">{t("quality.none")}</p>
      ) : (
        <>
          <ScrollRegion label={t("table.scroll", { table: t("quality.title") })}>
            <table className="grid-table">
              <thead>
                <tr>
                  <th scope="col">{t("model.version")}</th>
                  {(["mae", "rmse", "wape"] as const).map((metric) => (
                    <th key={metric} scope="col" data-align="end">
                      {t(`metric.${metric}`)}
                    </th>
                  ))}
                  <th scope="col" data-align="end">
                    {t("quality.coverage")}
                  </th>
                  <th scope="col" data-align="end">
                    {t("quality.bias")}
                  </th>
                  <th scope="col" data-align="end">
                    {t("nav.shows")}
                  </th>
                </tr>
              </thead>
              <tbody>
                {told.items.map((row) => (
                  <tr key={row.version}>
                    <th scope="row" className="font-semibold">
                      {row.version}
                    </th>
                    <td data-align="end">{formats.fine(row.mae)}</td>
                    <td data-align="end">{formats.fine(row.rmse)}</td>
                    <td data-align="end">{row.wape === null ? "–" : formats.fine(row.wape)}</td>
                    <td data-align="end">
                      {t("quality.coverageOf", {
                        coverage: formats.share(row.coverage),
                        level: formats.share(row.level),
                      })}
                    </td>
                    <td data-align="end">{formats.signed(row.bias)}</td>
                    <td data-align="end">{formats.whole(row.shows)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
          {told.points.length === 0 ? null : (
            <ScatterChart
              title={t("quality.plot")}
              summary={t("quality.plotSays", { count: told.points.length })}
              labels={{ x: t("model.predicted"), y: t("quality.sold") }}
              points={told.points.map(({ expected, sold }) => [expected, sold] as const)}
              format={formats.whole}
            />
          )}
          {told.drift.length === 0 ? null : (
            <dl className="flex flex-wrap gap-x-6 gap-y-2 text-small">
              <dt className="w-full font-semibold">{t("quality.drift")}</dt>
              {told.drift.map(({ feature, psi }) => (
                <dd key={feature} className={psi >= 0.25 ? "text-velvet" : "text-dim"}>
                  {feature} {formats.fine(psi)}
                </dd>
              ))}
            </dl>
          )}
        </>
      )}
    </section>
  );
}
