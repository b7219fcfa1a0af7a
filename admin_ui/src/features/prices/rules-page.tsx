import { type PriceRule } from "@movie-magic/client-sdk/staff";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { Page } from "@/components/page";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { rowsOf } from "@/data/rows";
import { useTheatres } from "@/data/use-theatres";

import { RuleDialog } from "./rule-dialog";

/** Within which bounds each theatre's prices may move by themselves, and whether they may at all. */
export function RulesPage() {
  const { t } = useStaff();
  return (
    <Guarded least="manager">
      <Page title={t("nav.prices")} lead={t("rule.lead")}>
        <Rules />
      </Page>
    </Guarded>
  );
}

const byName = { column: "theatre", descending: false } as const;

function Rules() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const { byId } = useTheatres();
  const state = useTableState(byName);
  const [changing, setChanging] = useState<PriceRule | null>(null);
  const query = useQuery({
    queryKey: ["price-rules"],
    queryFn: ({ signal }) => api.prices.rules({ signal }),
  });
  const columns = useMemo<readonly Column<PriceRule>[]>(
    () => [
      {
        id: "theatre",
        header: t("filter.theatre"),
        value: ({ theatre_name }) => theatre_name,
        cell: (rule) => (
          <span className="grid max-w-80 min-w-40">
            <Clamped className="font-semibold">{rule.theatre_name}</Clamped>
            <Clamped className="text-caption text-dim">
              {byId.get(rule.theatre_id)?.city_name ?? rule.city}
            </Clamped>
          </span>
        ),
      },
      {
        id: "automatic",
        header: t("rule.automatic"),
        value: ({ automatic }) => (automatic ? 1 : 0),
        cell: ({ automatic }) => (
          <Badge tone={automatic ? "good" : "bad"}>{t(automatic ? "rule.on" : "rule.off")}</Badge>
        ),
      },
      {
        id: "bounds",
        header: t("rule.bounds"),
        align: "end",
        value: ({ floor }) => floor,
        cell: ({ floor, ceiling }) => `${formats.rate(floor)} – ${formats.rate(ceiling)}`,
      },
      {
        id: "step",
        header: t("rule.step"),
        align: "end",
        value: ({ step }) => step,
        cell: ({ step }) => formats.rate(step),
      },
      {
        id: "interval",
        header: t("rule.interval"),
        align: "end",
        value: ({ interval_minutes }) => interval_minutes,
        cell: ({ interval_minutes }) => t("rule.minutes", { count: interval_minutes }),
      },
      {
        id: "held",
        header: t("rule.holdOut"),
        align: "end",
        value: ({ hold_out }) => hold_out,
        cell: ({ hold_out }) => formats.rate(hold_out),
      },
      {
        id: "act",
        header: t("table.actions"),
        value: () => null,
        sortable: false,
        cell: (rule) => (
          <button
            type="button"
            className="btn btn-small"
            aria-label={t("rule.changeOf", { theatre: rule.theatre_name })}
            onClick={() => {
              setChanging(rule);
            }}
          >
            {t("rule.change")}
          </button>
        ),
      },
    ],
    [t, formats, byId],
  );
  const words = state.filter("q").toLocaleLowerCase();
  return (
    <>
      <AdminDataTable
        name="prices"
        caption={t("nav.prices")}
        columns={columns}
        data={rowsOf(query, (rules) =>
          rules.filter((rule) => `${rule.theatre_name} ${rule.city}`.toLocaleLowerCase().includes(words)),
        )}
        rowId={({ theatre_id }) => String(theatre_id)}
        state={state}
        paging="local"
        empty={{ title: t("rule.none") }}
      >
        <SearchFilter state={state} label={t("filter.theatre")} />
      </AdminDataTable>
      {changing === null ? null : (
        <RuleDialog
          rule={changing}
          onClose={() => {
            setChanging(null);
          }}
        />
      )}
    </>
  );
}
