import { useStaff } from "@/app/staff-app";
import { CheckField, Field } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { SuggestField } from "@/components/form/suggest-field";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { type TheatreFields } from "./theatre-form";

interface MoneyFieldsProps {
  readonly form: StaffForm<TheatreFields>;
  /** Whether the currency stays, as there are prices in it. */
  readonly fixed: boolean;
}

const currencies = Intl.supportedValuesOf("currency");
const isCurrency = (text: string) => currencies.includes(text.trim().toUpperCase());

/** In which money a theatre's prices are, and what is added to them. */
export function MoneyFields({ form, fixed }: MoneyFieldsProps) {
  const { t } = useStaff();
  const rules = useRules();
  const typed = form.watch("currency").trim().toUpperCase();
  // While it is being typed it is none, and amounts are read as most currencies have them.
  const currency = isCurrency(typed) ? typed : "USD";
  const money = (
    name: "fee_per_ticket" | "counter_fee_per_ticket" | "rounding_unit" | "point_value",
    hint: string,
    least = 0,
  ) => (
    <Field
      label={t(`theatre.${name}`, { currency: typed })}
      hint={hint}
      inputMode="decimal"
      error={form.errorAt(name)}
      {...form.register(name, rules.amount(currency, least))}
    />
  );
  return (
    <FormSection title={t("theatre.money")}>
      <SuggestField
        label={t("theatre.currency")}
        hint={t(fixed ? "theatre.fixed" : "theatre.currencyHint")}
        readOnly={fixed}
        autoCapitalize="characters"
        suggestions={currencies}
        error={form.errorAt("currency")}
        {...form.register("currency", {
          validate: (text) => isCurrency(text) || t("theatre.currencyHint"),
        })}
      />
      {money("fee_per_ticket", t("theatre.feeHint"))}
      {money("counter_fee_per_ticket", t("theatre.counterFeeHint"))}
      <Field
        label={t("theatre.taxName")}
        error={form.errorAt("tax_name")}
        {...form.register("tax_name", rules.text(20))}
      />
      <Field
        label={t("theatre.taxRate")}
        inputMode="decimal"
        error={form.errorAt("tax_rate")}
        {...form.register("tax_rate", rules.percent)}
      />
      <div className="sm:col-span-2">
        <CheckField
          label={t("theatre.taxIncluded")}
          error={form.errorAt("tax_included")}
          {...form.register("tax_included")}
        />
      </div>
      {money("rounding_unit", t("theatre.roundingHint"), 1)}
      {money("point_value", t("theatre.pointValueHint"))}
      <Field
        label={t("theatre.pointsRate", { currency: typed })}
        inputMode="numeric"
        error={form.errorAt("points_rate")}
        {...form.register("points_rate", rules.whole(0, 10_000))}
      />
    </FormSection>
  );
}
