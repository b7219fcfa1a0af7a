import { categoryName } from "@movie-magic/client-sdk/seatmap";
import { type PriceChange } from "@movie-magic/client-sdk/staff";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Link, useParams } from "react-router";

import { Guarded } from "@/app/guarded";
import { type StaffApp, useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { StepChart } from "@/components/chart/step-chart";
import { Clamped } from "@/components/clamped";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { useTableState } from "@/components/table/use-table-state";
import { itemsOf, rowsOf } from "@/data/rows";

/** What one show cost over time, and why it changed. */
export function HistoryPage() {
  const { t } = useStaff();
  const { showId = "" } = useParams();
  const id = Number(showId);
  return (
    <Guarded least="manager">
      <Page
        title={t("history.title")}
        lead={
          <Link to={`/predictions?show=${encodeURIComponent(showId)}`} className="link">
            {t("history.back")}
          </Link>
        }
      >
        {Number.isSafeInteger(id) && id > 0 ? <History showId={id} /> : <p>{t("problem.notFound")}</p>}
      </Page>
    </Guarded>
  );
}

/** Why a price changed: what happened, and what whoever did it said of it. */
function whyText({ why, reason }: PriceChange, nameOf: StaffApp["nameOf"]): string {
  const happened = nameOf("price.why", why);
  return reason === null ? happened : `${happened}: ${reason}`;
}

function History({ showId }: { readonly showId: number }) {
  const { t, nameOf, api } = useStaff();
  const formats = useFormats();
  const state = useTableState();
  const show = useQuery({
    queryKey: ["show", showId],
    queryFn: ({ signal }) => api.shows.get(showId, { signal }),
  });
  const query = useQuery({
    queryKey: ["price-history", showId, state.cursor],
    queryFn: ({ signal }) =>
      api.prices.history(
        showId,
        { limit: 100, ...(state.cursor === null ? {} : { cursor: state.cursor }) },
        { signal },
      ),
  });
  const zone = show.data?.time_zone ?? "UTC";
  const columns = useMemo<readonly Column<PriceChange>[]>(
    () => [
      {
        id: "at",
        header: t("history.at"),
        value: ({ at }) => at,
        cell: ({ at }) => formats.moment(at, zone),
      },
      {
        id: "from",
        header: t("history.from"),
        align: "end",
        value: ({ from }) => from?.amount ?? null,
        cell: ({ from }) => (from === null ? "–" : formats.money(from)),
      },
      {
        id: "to",
        header: t("history.to"),
        align: "end",
        value: ({ to }) => to.amount,
        cell: ({ to }) => formats.money(to),
      },
      {
        id: "source",
        header: t("history.source"),
        value: ({ source }) => t(`prediction.state.${source}`),
      },
      { id: "by", header: t("history.by"), value: ({ by }) => by?.name ?? null },
      {
        id: "reason",
        header: t("prediction.reason"),
        value: (change) => whyText(change, nameOf),
        cell: (change) => (
          <span className="grid max-w-96 min-w-52">
            <Clamped>{whyText(change, nameOf)}</Clamped>
          </span>
        ),
      },
    ],
    [t, nameOf, formats, zone],
  );
  const changes = query.data?.items ?? [];
  const category = changes[0]?.category ?? "";
  return (
    <>
      {show.data === undefined ? null : (
        <p className="text-lead">
          <strong>{show.data.movie_title}</strong> · {show.data.theatre.name} ·{" "}
          {formats.moment(show.data.starts_at, zone)} {formats.zone(show.data.starts_at, zone)}
        </p>
      )}
      {category === "" ? null : (
        <p className="text-dim">{t("history.category", { category: categoryName(category, t) })}</p>
      )}
      {changes.length === 0 ? null : <Chart changes={changes} zone={zone} />}
      <AdminDataTable
        name={`prices-${showId}`}
        caption={t("history.title")}
        columns={columns}
        data={rowsOf(query, itemsOf)}
        rowId={({ id }) => String(id)}
        state={state}
        paging={{ next: query.data?.next_cursor ?? null }}
        empty={{ title: t("history.none") }}
      />
    </>
  );
}

function Chart({ changes, zone }: { readonly changes: readonly PriceChange[]; readonly zone: string }) {
  const { t, nameOf, api } = useStaff();
  const formats = useFormats();
  const oldestFirst = changes.toReversed();
  const currency = changes[0]?.to.currency ?? "INR";
  const money = (amount: number) => formats.money({ amount: Math.round(amount), currency });
  return (
    <div className="panel p-5">
      <StepChart
        title={t("history.title")}
        summary={t("history.says", { count: changes.length })}
        steps={oldestFirst.map(({ at, to, by }) => ({
          at: Date.parse(at),
          value: to.amount,
          byHand: by !== null,
        }))}
        until={Math.max(api.clock.now(), ...changes.map(({ at }) => Date.parse(at)))}
        labels={{ x: t("history.at"), y: t("prediction.price") }}
        textOf={{ x: (at) => formats.moment(new Date(at).toISOString(), zone), y: money }}
        table={{
          headers: [t("history.at"), t("history.to"), t("prediction.reason")],
          rows: oldestFirst.map((change) => [
            formats.moment(change.at, zone),
            formats.money(change.to),
            whyText(change, nameOf),
          ]),
        }}
      />
    </div>
  );
}
