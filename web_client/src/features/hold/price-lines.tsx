"use client";

import { type PriceLine } from "@movie-magic/client-sdk/api";
import { formatMoney, type Money } from "@movie-magic/client-sdk/money";
import { categoryName } from "@movie-magic/client-sdk/seatmap";

import { useApp } from "@/features/app/app-context";

interface PriceLinesProps {
  readonly lines: readonly PriceLine[];
  readonly total: Money;
}

/** What is paid for, line by line, and the total that they add up to. */
export function PriceLines({ lines, total }: PriceLinesProps) {
  const { t, intl } = useApp();
  const label = ({ kind, label: given, category, quantity }: PriceLine) => {
    if (kind === "points") return t("checkout.points", { count: quantity ?? 0 });
    if (kind === "rounding") return t("checkout.rounding");
    if (kind === "fee") return t("checkout.fee");
    const name = kind === "seats" && category ? categoryName(category, t) : given;
    return !quantity || kind !== "seats" ? name : t("checkout.quantity", { label: name, count: quantity });
  };
  return (
    <dl className="grid gap-2.5" data-testid="price-lines">
      {lines.map((line) => (
        <div
          key={`${line.kind} ${line.label} ${line.category ?? ""}`}
          className="flex justify-between gap-4 text-dim"
        >
          <dt className="first-letter:uppercase">{label(line)}</dt>
          <dd className="whitespace-nowrap tabular-nums">
            {formatMoney({ amount: line.amount, currency: line.currency }, intl, { decimals: "always" })}
          </dd>
        </div>
      ))}
      <div className="flex items-baseline justify-between gap-4 border-t border-line pt-3 font-display text-title font-bold">
        <dt>{t("checkout.total")}</dt>
        <dd className="whitespace-nowrap tabular-nums" data-testid="total">
          {formatMoney(total, intl, { decimals: "always" })}
        </dd>
      </div>
    </dl>
  );
}
