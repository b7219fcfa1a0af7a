import { type TrainingReport } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ScrollRegion } from "@/components/scroll-region";
import { Badge } from "@/components/states";

type TableReport = NonNullable<TrainingReport["report"]>[number];

/** What was found in the tables that were learned from: which rows, what is wrong with them, what became of them. */
export function Report({ report }: { readonly report: readonly TableReport[] }) {
  const { t } = useStaff();
  return (
    <section aria-labelledby="report" className="panel grid gap-5 p-5">
      <h2 id="report" className="text-title">
        {t("training.report")}
      </h2>
      {report.map((table) => (
        <Table key={table.table} table={table} />
      ))}
    </section>
  );
}

function Table({ table }: { readonly table: TableReport }) {
  const { t } = useStaff();
  const formats = useFormats();
  const name = t(`training.table.${table.table}`);
  return (
    <div className="grid gap-2">
      <h3 className="flex flex-wrap items-center gap-3 text-lead">
        {name}
        {table.usable ? null : <Badge tone="bad">{t("training.unusable")}</Badge>}
        <span className="text-small font-normal text-dim">
          {t("training.kept", { kept: formats.whole(table.kept), rows: formats.whole(table.rows) })}
        </span>
      </h3>
      {table.findings.length === 0 ? (
        <p className="text-small text-dim">{t("training.clean")}</p>
      ) : (
        <ScrollRegion label={t("table.scroll", { table: name })} className="max-h-96">
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t("training.column")}</th>
                <th scope="col">{t("training.finding")}</th>
                <th scope="col" data-align="end">
                  {t("training.count")}
                </th>
                <th scope="col">{t("training.deed")}</th>
                <th scope="col">{t("training.rows")}</th>
              </tr>
            </thead>
            <tbody>
              {table.findings.map((finding) => (
                <tr key={`${finding.column} ${finding.code}`}>
                  <th scope="row" className="font-semibold">
                    {finding.column}
                  </th>
                  <td>{finding.message}</td>
                  <td data-align="end">{formats.whole(finding.count)}</td>
                  <td>{t(`training.deed.${finding.deed}`)}</td>
                  <td className="text-dim">{finding.rows.join(", ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </div>
  );
}
