import { type HouseRefund, type RefundSearch, type RefundStatus } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { ConfirmDialog } from "@/components/dialog/confirm-dialog";
import { useTell } from "@/components/dialog/notices";
import { ReasonDialog } from "@/components/dialog/reason-dialog";
import { Page } from "@/components/page";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { ChoiceFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { newKey } from "@/data/new-key";
import { pageOf, usePage } from "@/data/use-page";
import { useTheatres } from "@/data/use-theatres";

/** Money on its way back, and what waits for a person. */
export function RefundsPage() {
  const { t } = useStaff();
  return (
    <Guarded least="admin">
      <Page title={t("nav.refunds")} lead={t("refunds.lead")}>
        <Refunds />
      </Page>
    </Guarded>
  );
}

const statuses = [
  "needs_attention",
  "pending",
  "failed",
  "succeeded",
] as const satisfies readonly RefundStatus[];
const tones = { needs_attention: "bad", failed: "bad", pending: "plain", succeeded: "good" } as const;

type Doing = { readonly what: "retry" | "paid"; readonly refund: HouseRefund } | null;

function Refunds() {
  const { t, nameOf, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const queries = useQueryClient();
  const { houseZone } = useTheatres();
  const state = useTableState();
  const [doing, setDoing] = useState<Doing>(null);
  const status = statuses.find((each) => each === state.filter("status"));
  const search: RefundSearch = {
    ...pageOf(state),
    ...(status === undefined ? {} : { status }),
  };
  const page = usePage(["refunds"], search, api.refunds.list);
  const columns = useMemo<readonly Column<HouseRefund>[]>(
    () => [
      {
        id: "created",
        header: t("refunds.created"),
        value: ({ created_at }) => created_at,
        cell: ({ created_at }) => (
          <span className="whitespace-nowrap">{formats.moment(created_at, houseZone)}</span>
        ),
      },
      {
        id: "amount",
        header: t("refunds.amount"),
        align: "end",
        value: ({ amount }) => amount.amount,
        cell: ({ amount }) => formats.exact(amount),
      },
      {
        id: "status",
        header: t("refunds.status"),
        value: (refund) => refund.status,
        cell: (refund) => <Badge tone={tones[refund.status]}>{t(`refunds.status.${refund.status}`)}</Badge>,
      },
      {
        id: "reason",
        header: t("prediction.reason"),
        value: ({ reason }) => nameOf("refunds.reason", reason),
      },
      { id: "method", header: t("refunds.method"), value: ({ method }) => nameOf("checkout.method", method) },
      {
        id: "error",
        header: t("refunds.error"),
        value: ({ last_error }) => last_error,
        cell: ({ last_error }) => <Clamped className="max-w-56">{last_error ?? "–"}</Clamped>,
      },
      { id: "attempts", header: t("refunds.attempts"), align: "end", value: ({ attempts }) => attempts },
      {
        id: "act",
        header: t("table.actions"),
        value: () => null,
        cell: (refund) =>
          refund.status === "succeeded" || refund.status === "failed" ? null : (
            <span className="flex gap-2">
              {refund.status === "needs_attention" ? (
                <button
                  type="button"
                  className="btn btn-small"
                  aria-label={t("refunds.retryOf", { amount: formats.exact(refund.amount) })}
                  onClick={() => {
                    setDoing({ what: "retry", refund });
                  }}
                >
                  {t("refunds.retry")}
                </button>
              ) : null}
              <button
                type="button"
                className="btn btn-small btn-quiet"
                aria-label={t("refunds.paidOf", { amount: formats.exact(refund.amount) })}
                onClick={() => {
                  setDoing({ what: "paid", refund });
                }}
              >
                {t("refunds.paid")}
              </button>
            </span>
          ),
      },
    ],
    [t, nameOf, formats, houseZone],
  );
  const close = () => {
    setDoing(null);
  };
  const done = (text: string) => {
    close();
    tell(text);
    void queries.invalidateQueries({ queryKey: ["refunds"] });
  };
  return (
    <>
      <AdminDataTable
        name="refunds"
        caption={t("nav.refunds")}
        columns={columns}
        {...page}
        rowId={({ id }) => id}
        state={state}
        empty={{ title: t("refunds.none"), text: t("refunds.noneText") }}
      >
        <ChoiceFilter
          state={state}
          name="status"
          label={t("refunds.status")}
          all={t("filter.all")}
          choices={statuses.map((value) => ({ value, label: t(`refunds.status.${value}`) }))}
        />
      </AdminDataTable>
      {doing?.what === "paid" ? (
        <PaidDialog
          refund={doing.refund}
          onClose={close}
          onDone={() => {
            done(t("refunds.paidDone"));
          }}
        />
      ) : null}
      {doing?.what === "retry" ? (
        <RetryDialog
          refund={doing.refund}
          onClose={close}
          onDone={() => {
            done(t("refunds.retryDone"));
          }}
        />
      ) : null}
    </>
  );
}

interface DeedProps {
  readonly refund: HouseRefund;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Says that a person has handed the money over. */
function PaidDialog({ refund, onClose, onDone }: DeedProps) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const [key] = useState(newKey);
  return (
    <ReasonDialog
      title={t("refunds.paidTitle", { amount: formats.exact(refund.amount) })}
      text={t("refunds.paidText")}
      action={t("refunds.paid")}
      run={(reason) => api.refunds.paid(refund.id, reason, key)}
      onClose={onClose}
      onDone={onDone}
    />
  );
}

/** Tries a refund again that waits for a person. */
function RetryDialog({ refund, onClose, onDone }: DeedProps) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const [key] = useState(newKey);
  return (
    <ConfirmDialog
      title={t("refunds.retryTitle", { amount: formats.exact(refund.amount) })}
      text={refund.last_error ?? t("refunds.retryText")}
      action={t("refunds.retry")}
      run={() => api.refunds.retry(refund.id, key)}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
