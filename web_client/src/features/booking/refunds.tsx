"use client";

import { type Booking, type Refund } from "@movie-magic/client-sdk/api";
import { formatMoney } from "@movie-magic/client-sdk/money";

import { useApp } from "@/features/app/app-context";

/** Money on its way back: how much, how far it has come, and where to fetch what waits at the counter. */
export function Refunds({ booking }: { readonly booking: Booking }) {
  const { t, intl } = useApp();
  if (booking.refunds.length === 0) return null;
  const text = (refund: Refund) => {
    const amount = formatMoney(refund.amount, intl);
    return refund.at_counter ? t("refund.counter", { amount }) : t(`refund.${refund.status}`, { amount });
  };
  return (
    <section aria-labelledby="refunds" className="grid gap-2" data-refunds>
      <h2 id="refunds" className="text-title">
        {t("refund.title")}
      </h2>
      <ul aria-live="polite" className="grid gap-2">
        {booking.refunds.map((refund) => (
          <li key={refund.id} data-refund={refund.status} className="rounded-card border border-line p-3">
            <p className="font-semibold">{text(refund)}</p>
            {refund.reason === "duplicate" && <p className="text-small text-dim">{t("refund.duplicate")}</p>}
            {refund.status === "succeeded" && refund.method !== "cash" && (
              <p className="text-small text-dim">{t("refund.bank")}</p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
