"use client";

import { type PaymentMethod } from "@movie-magic/client-sdk/api";

import { Icon, type IconName } from "@/components/icon";
import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { type Offered } from "./use-offered";

const icons: Readonly<Record<PaymentMethod, IconName>> = {
  stripe: "card",
  mock_upi: "phone",
  mock_card: "card",
  cash: "cash",
};

interface MethodsProps {
  readonly offered: Offered;
  readonly chosen: PaymentMethod | null;
  readonly disabled: boolean;
  readonly onChoose: (method: PaymentMethod) => void;
}

/** The house's ways to pay, as radio buttons with room for a thumb. */
export function Methods({ offered, chosen, disabled, onChoose }: MethodsProps) {
  const { t } = useApp();
  if (offered.methods === null) {
    return offered.problem === null ? (
      <div className="grid gap-2.5" aria-hidden="true">
        <div className="skeleton h-16" />
        <div className="skeleton h-16" />
      </div>
    ) : (
      <div role="alert" className="grid justify-items-start gap-3">
        <p>{problemText(offered.problem, t)}</p>
        <button type="button" className="btn" onClick={offered.retry}>
          {t("action.retry")}
        </button>
      </div>
    );
  }
  return (
    <fieldset disabled={disabled}>
      <legend className="mb-3 font-display text-title font-bold">{t("checkout.method")}</legend>
      <div className="grid gap-2.5">
        {offered.methods.map((method) => (
          <label
            key={method}
            className="flex min-h-16 cursor-pointer items-center gap-4 rounded-card border border-outline px-4 transition-colors has-checked:border-beam has-checked:bg-beam/10 has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="payment-method"
              value={method}
              checked={chosen === method}
              onChange={() => {
                onChoose(method);
              }}
              className="size-5 outline-none"
            />
            <Icon name={icons[method]} size={24} className="text-beam" />
            <span>
              <span className="block font-semibold">{t(`checkout.method.${method}`)}</span>
              <span className="block text-small text-dim">{t(`checkout.methodHint.${method}`)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
