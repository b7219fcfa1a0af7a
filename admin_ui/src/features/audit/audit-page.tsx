import { momentOf } from "@movie-magic/client-sdk/dates";
import { type AuditEntry, type AuditSearch } from "@movie-magic/client-sdk/staff";
import { useMemo, useState } from "react";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Dialog } from "@/components/dialog/dialog";
import { Facts } from "@/components/facts";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { DayFilter, SearchFilter } from "@/components/table/filters";
import { type TableState, useTableState } from "@/components/table/use-table-state";
import { pageOf, usePage } from "@/data/use-page";
import { useTheatres } from "@/data/use-theatres";

/** Who of the house did what, to what, and why. */
export function AuditPage() {
  const { t } = useStaff();
  return (
    <Guarded least="admin">
      <Page title={t("nav.audit")} lead={t("audit.lead")}>
        <Entries />
      </Page>
    </Guarded>
  );
}

/** What the filters ask for; the last day is meant whole. */
export function auditSearch(state: TableState, zone: string): AuditSearch {
  const [q, action, subject, since, until] = ["q", "action", "subject", "since", "until"].map(state.filter);
  return {
    ...pageOf(state),
    ...(q ? { q } : {}),
    ...(action ? { action } : {}),
    ...(subject ? { subject } : {}),
    ...(since ? { since: momentOf(`${since}T00:00`, zone) } : {}),
    ...(until ? { until: momentOf(`${until}T23:59:59`, zone) } : {}),
  };
}

function Entries() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  const state = useTableState();
  const [open, setOpen] = useState<AuditEntry | null>(null);
  const search = auditSearch(state, houseZone);
  const page = usePage(["audit"], search, api.audit.search);
  const columns = useMemo<readonly Column<AuditEntry>[]>(
    () => [
      {
        id: "at",
        header: t("audit.at"),
        value: ({ at }) => at,
        cell: (entry) => (
          <button
            type="button"
            className="link min-h-9 whitespace-nowrap"
            aria-label={t("audit.open", {
              at: formats.moment(entry.at, houseZone),
              action: entry.action,
              subject: entry.subject,
            })}
            onClick={() => {
              setOpen(entry);
            }}
          >
            {formats.moment(entry.at, houseZone)}
          </button>
        ),
      },
      {
        id: "actor",
        header: t("audit.actor"),
        value: ({ actor_name, actor_email, actor_id }) => actor_name ?? actor_email ?? actor_id,
        cell: (entry) => (
          <span className="grid">
            <span className="font-semibold">{entry.actor_name ?? t("audit.gone")}</span>
            <span className="text-caption text-dim">{entry.actor_email ?? entry.actor_id}</span>
          </span>
        ),
      },
      { id: "action", header: t("audit.action"), value: ({ action }) => action },
      { id: "subject", header: t("audit.subject"), value: ({ subject }) => subject },
      { id: "reason", header: t("prediction.reason"), value: ({ reason }) => reason },
      { id: "address", header: t("audit.address"), value: ({ address }) => address },
    ],
    [t, formats, houseZone],
  );
  return (
    <>
      <AdminDataTable
        name="audit"
        caption={t("nav.audit")}
        columns={columns}
        {...page}
        rowId={({ id }) => String(id)}
        state={state}
        empty={{ title: t("audit.none"), text: t("audit.noneText") }}
      >
        <SearchFilter state={state} label={t("audit.search")} />
        <SearchFilter state={state} name="action" label={t("audit.action")} />
        <SearchFilter state={state} name="subject" label={t("audit.subject")} />
        <DayFilter state={state} name="since" label={t("audit.since")} />
        <DayFilter state={state} name="until" label={t("audit.until")} />
      </AdminDataTable>
      {open === null ? null : (
        <Dialog
          at="side"
          title={open.action}
          text={`${open.subject} · ${formats.moment(open.at, houseZone)}`}
          onClose={() => {
            setOpen(null);
          }}
        >
          <div className="grid gap-5 text-small">
            <Facts
              value={{
                [t("audit.actor")]: open.actor_name ?? open.actor_id,
                [t("audit.address")]: open.address,
                [t("prediction.reason")]: open.reason,
              }}
            />
            <section aria-labelledby="before">
              <h3 id="before" className="mb-2 text-lead">
                {t("audit.before")}
              </h3>
              <Facts value={open.before} />
            </section>
            <section aria-labelledby="after">
              <h3 id="after" className="mb-2 text-lead">
                {t("audit.after")}
              </h3>
              <Facts value={open.after} />
            </section>
          </div>
        </Dialog>
      )}
    </>
  );
}
