"use client";

import { type CardForm as Card } from "@movie-magic/client-sdk/checkout";
import { formatMoney, type Money } from "@movie-magic/client-sdk/money";
import { useRef } from "react";

import { useApp } from "@/features/app/app-context";

import { useCardForm } from "./use-card-form";

interface CardFormProps {
  readonly card: Card;
  readonly bookingId: string;
  readonly total: Money;
}

/** The card network's form and the press that pays. Card numbers never touch this site's own code. */
export default function CardForm({ card, bookingId, total }: CardFormProps) {
  const { t, intl } = useApp();
  const place = useRef<HTMLDivElement>(null);
  const desk = useCardForm(card, bookingId, place);
  if (desk.status === "unavailable") {
    return (
      <div role="alert" className="grid justify-items-start gap-3">
        <p>{t("checkout.cardUnavailable")}</p>
        <button type="button" className="btn" onClick={desk.retry}>
          {t("action.retry")}
        </button>
      </div>
    );
  }
  const paying = desk.status === "paying";
  return (
    <form
      className="grid gap-4"
      aria-busy={desk.status !== "ready"}
      onSubmit={(event) => {
        event.preventDefault();
        desk.pay();
      }}
    >
      {desk.status === "loading" && <div className="skeleton h-40" aria-hidden="true" />}
      <div ref={place} data-testid="card-form" />
      {desk.refusal !== null && (
        <p role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-4">
          {desk.refusal}
        </p>
      )}
      <button type="submit" className="btn btn-go min-h-14 text-lead" disabled={desk.status !== "ready"}>
        {paying
          ? t("checkout.paying")
          : t("checkout.pay", { total: formatMoney(total, intl, { decimals: "always" }) })}
      </button>
      <p className="text-small text-dim">{t("checkout.secureStripe")}</p>
    </form>
  );
}
