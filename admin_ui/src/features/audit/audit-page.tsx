import { momentOf } from "@movie-magic/client-sdk/dates";
import { type NameKey } from "@movie-magic/client-sdk/names";
import { en } from "@movie-magic/client-sdk/names/en";
import { type AuditEntry, type AuditSearch } from "@movie-magic/client-sdk/staff";
import { useMemo, useState } from "react";

import { Guarded } from "@/app/guarded";
import { type StaffApp, useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { Dialog } from "@/components/dialog/dialog";
import { Facts } from "@/components/facts";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { ChoiceFilter, DayFilter, SearchFilter } from "@/components/table/filters";
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

/** What something was done to: `show:7` is "Show 7", and `shows:3` are "3 shows", of which a single one is named. */
function subjectText({ subject, after }: AuditEntry, { t, nameOf }: Pick<StaffApp, "t" | "nameOf">): string {
  const [kind = "", ...rest] = subject.split(":");
  const count = Number(rest[0]);
  if (kind === "shows" && Number.isSafeInteger(count)) {
    const [id] = Object.keys(after ?? {});
    return count === 1 && id !== undefined ? t("audit.oneShow", { id }) : t("audit.shows", { count });
  }
  return [nameOf("audit.subject", kind), ...rest].join(" ");
}

/** Every name of a kind, to choose from, in the order of the language. */
function choicesOf(kind: "audit.action." | "audit.subject.", t: StaffApp["t"]) {
  return (Object.keys(en) as NameKey[])
    .filter((key) => key.startsWith(kind))
    .map((key) => ({ value: key.slice(kind.length), label: t(key) }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

function Entries() {
  const { t, nameOf, api } = useStaff();
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
              action: nameOf("audit.action", entry.action),
              subject: subjectText(entry, { t, nameOf }),
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
            <Clamped className="font-semibold">{entry.actor_name ?? t("audit.gone")}</Clamped>
            <Clamped className="text-caption text-dim">{entry.actor_email ?? entry.actor_id}</Clamped>
          </span>
        ),
      },
      { id: "action", header: t("audit.action"), value: ({ action }) => nameOf("audit.action", action) },
      { id: "subject", header: t("audit.subject"), value: (entry) => subjectText(entry, { t, nameOf }) },
      { id: "reason", header: t("prediction.reason"), value: ({ reason }) => reason },
      { id: "address", header: t("audit.address"), value: ({ address }) => address },
    ],
    [t, nameOf, formats, houseZone],
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
        <ChoiceFilter
          state={state}
          name="action"
          label={t("audit.action")}
          all={t("filter.all")}
          choices={choicesOf("audit.action.", t)}
        />
        <ChoiceFilter
          state={state}
          name="subject"
          label={t("audit.subject")}
          all={t("filter.all")}
          choices={choicesOf("audit.subject.", t)}
        />
        <DayFilter state={state} name="since" label={t("audit.since")} />
        <DayFilter state={state} name="until" label={t("audit.until")} />
      </AdminDataTable>
      {open === null ? null : (
        <Dialog
          at="side"
          title={nameOf("audit.action", open.action)}
          text={`${subjectText(open, { t, nameOf })} · ${formats.moment(open.at, houseZone)}`}
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
