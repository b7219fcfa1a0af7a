"use client";

import { type PaymentMethod } from "@movie-magic/client-sdk/api";

import { Icon, type IconName } from "@/components/icon";
import { useApp } from "@/features/app/app-context";

/** Ways to pay that this site can carry out; the card network's own form is not among them yet. */
type OfferedMethod = Exclude<PaymentMethod, "stripe">;

const methods: readonly { readonly method: OfferedMethod; readonly icon: IconName }[] = [
  { method: "mock_upi", icon: "phone" },
  { method: "mock_card", icon: "card" },
  { method: "cash", icon: "cash" },
];

interface MethodsProps {
  readonly chosen: PaymentMethod;
  readonly disabled: boolean;
  readonly onChoose: (method: PaymentMethod) => void;
}

/** Ways to pay, as radio buttons with room for a thumb. */
export function Methods({ chosen, disabled, onChoose }: MethodsProps) {
  const { t } = useApp();
  return (
    <fieldset disabled={disabled}>
      <legend className="mb-3 font-display text-title font-bold">{t("checkout.method")}</legend>
      <div className="grid gap-2.5">
        {methods.map(({ method, icon }) => (
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
            <Icon name={icon} size={24} className="text-beam" />
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
