import { type HouseRefund, type RefundStatus } from "@movie-magic/client-sdk/staff";
import { useMemo } from "react";

import { useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { Badge } from "@/components/states";
import { type Column } from "@/components/table/column";

/** What somebody is about to do with a refund. */
export interface RefundDeed {
  readonly what: "retry" | "paid";
  readonly refund: HouseRefund;
}

const tones = { needs_attention: "bad", failed: "bad", pending: "plain", succeeded: "good" } as const;

/** What the table says of a refund: whose it is, what for, how far it has come, and what can be done. */
export function useRefundColumns(act: (deed: RefundDeed) => void): readonly Column<HouseRefund>[] {
  const { t, nameOf } = useStaff();
  const formats = useFormats();
  const manager = useMay("manager");
  return useMemo<readonly Column<HouseRefund>[]>(
    () => [
      {
        id: "booking",
        header: t("refunds.booking"),
        value: ({ booking_reference }) => booking_reference,
        cell: ({ booking_reference }) => <span className="whitespace-nowrap">{booking_reference}</span>,
      },
      {
        id: "customer",
        header: t("refunds.customer"),
        value: ({ customer }) => customer && `${customer.name} <${customer.email}>`,
        cell: ({ customer }) =>
          customer === null ? (
            <span className="text-dim">{t("refunds.nobody")}</span>
          ) : (
            <TwoLines first={customer.name} second={customer.email} />
          ),
      },
      {
        id: "show",
        header: t("refunds.show"),
        value: ({ show }) =>
          `${show.movie_title}, ${show.theatre.name}, ${formats.moment(show.starts_at, show.time_zone)}`,
        cell: ({ show }) => (
          <TwoLines
            first={show.movie_title}
            second={`${show.theatre.name}, ${formats.moment(show.starts_at, show.time_zone)}`}
          />
        ),
      },
      {
        id: "amount",
        header: t("refunds.amount"),
        align: "end",
        value: ({ amount }) => amount.amount,
        cell: ({ amount }) => <span className="whitespace-nowrap">{formats.exact(amount)}</span>,
      },
      {
        id: "method",
        header: t("refunds.method"),
        value: ({ method }) => nameOf("checkout.method", method),
      },
      {
        id: "status",
        header: t("refunds.status"),
        value: (refund) => t(wordOf(refund)),
        cell: (refund) => <Badge tone={tones[refund.status]}>{t(wordOf(refund))}</Badge>,
      },
      {
        id: "reason",
        header: t("prediction.reason"),
        value: ({ reason }) => nameOf("refunds.reason", reason),
      },
      {
        id: "created",
        header: t("refunds.created"),
        value: ({ created_at }) => created_at,
        cell: ({ created_at, show }) => (
          <span className="whitespace-nowrap">{formats.moment(created_at, show.time_zone)}</span>
        ),
      },
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
        cell: (refund) => <Deeds refund={refund} manager={manager} act={act} />,
      },
    ],
    [t, nameOf, formats, manager, act],
  );
}

type StateWord = "refunds.status.at_counter" | `refunds.status.${RefundStatus}`;

/** How a refund stands, in a word: cash does not travel, it waits. */
function wordOf({ status, at_counter }: HouseRefund): StateWord {
  return status === "pending" && at_counter ? "refunds.status.at_counter" : `refunds.status.${status}`;
}

function TwoLines({ first, second }: { readonly first: string; readonly second: string }) {
  return (
    <span className="grid max-w-64 min-w-40">
      <Clamped className="font-semibold">{first}</Clamped>
      <Clamped className="text-caption text-dim">{second}</Clamped>
    </span>
  );
}

interface DeedsProps {
  readonly refund: HouseRefund;
  readonly manager: boolean;
  readonly act: (deed: RefundDeed) => void;
}

/** What can be done: cash is paid out, and what its provider could not pay is tried again or paid by hand. */
function Deeds({ refund, manager, act }: DeedsProps) {
  const { t } = useStaff();
  const formats = useFormats();
  const stuck = refund.status === "needs_attention";
  const sum = { amount: formats.exact(refund.amount), reference: refund.booking_reference };
  return (
    <span className="flex gap-2">
      {stuck && manager ? (
        <button
          type="button"
          className="btn btn-small"
          aria-label={t("refunds.retryOf", sum)}
          onClick={() => {
            act({ what: "retry", refund });
          }}
        >
          {t("refunds.retry")}
        </button>
      ) : null}
      {stuck || refund.at_counter ? (
        <button
          type="button"
          className="btn btn-small btn-quiet"
          aria-label={t("refunds.paidOf", sum)}
          onClick={() => {
            act({ what: "paid", refund });
          }}
        >
          {t("refunds.paid")}
        </button>
      ) : null}
    </span>
  );
}
