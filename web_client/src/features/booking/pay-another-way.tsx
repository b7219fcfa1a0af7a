"use client";

import { type PaymentMethod } from "@movie-magic/client-sdk/api";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";
import { Methods } from "@/features/checkout/methods";
import { useOffered } from "@/features/checkout/use-offered";

interface PayAnotherWayProps {
  /** A way that is open already, and so is not another one. */
  readonly but?: PaymentMethod;
  /** What the button says for a method. */
  readonly label: (method: PaymentMethod) => string;
  readonly onPay: (method: PaymentMethod) => void;
}

/** The house's ways to pay, for another attempt. */
export function PayAnotherWay({ but, label, onPay }: PayAnotherWayProps) {
  const { t } = useApp();
  const all = useOffered();
  const offered = { ...all, methods: all.methods?.filter((method) => method !== but) ?? null };
  const [wish, setWish] = useState<PaymentMethod | null>(null);
  const method = wish ?? offered.methods?.[0] ?? null;
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (method !== null) onPay(method);
      }}
    >
      <Methods offered={offered} chosen={method} disabled={false} onChoose={setWish} />
      <button type="submit" className="btn btn-go min-h-14 text-lead" disabled={method === null}>
        {method === null ? t("checkout.method") : label(method)}
      </button>
    </form>
  );
}
