import { type HouseRefund, type RefundSearch, type RefundStatus } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ConfirmDialog } from "@/components/dialog/confirm-dialog";
import { useTell } from "@/components/dialog/notices";
import { ReasonDialog } from "@/components/dialog/reason-dialog";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { ChoiceFilter, SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { newKey } from "@/data/new-key";
import { pageOf, usePage } from "@/data/use-page";

import { type RefundDeed, useRefundColumns } from "./columns";

/** Money on its way back at the theatres where one works, and what waits for a person. */
export function RefundsPage() {
  const { t } = useStaff();
  return (
    <Guarded least="staff">
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

function Refunds() {
  const { t, api } = useStaff();
  const tell = useTell();
  const queries = useQueryClient();
  const state = useTableState();
  const [doing, setDoing] = useState<RefundDeed | null>(null);
  const status = statuses.find((each) => each === state.filter("status"));
  const words = state.filter("q");
  const search: RefundSearch = {
    ...pageOf(state),
    ...(status === undefined ? {} : { status }),
    ...(words === "" ? {} : { q: words }),
  };
  const page = usePage(["refunds"], search, api.refunds.list);
  const columns = useRefundColumns(setDoing);
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
        <SearchFilter state={state} label={t("refunds.search")} />
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
