import { useStaff } from "@/app/staff-app";
import { CheckField, Field } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { type TheatreFields } from "./theatre-form";

/** How long a theatre sells, and what choices of seats it takes. */
export function SaleFields({ form }: { readonly form: StaffForm<TheatreFields> }) {
  const { t } = useStaff();
  const rules = useRules();
  return (
    <FormSection title={t("theatre.sale")}>
      <Field
        label={t("theatre.closes")}
        hint={t("theatre.closesHint")}
        error={form.errorAt("sale_closes_after_start")}
        {...form.register("sale_closes_after_start", rules.whole(-1440, 240))}
      />
      <Field
        label={t("theatre.release")}
        hint={t("theatre.releaseHint")}
        inputMode="numeric"
        error={form.errorAt("cash_release_before_start")}
        {...form.register("cash_release_before_start", rules.whole(0, 1440))}
      />
      <Field
        label={t("theatre.reservation")}
        hint={t("theatre.reservationHint")}
        inputMode="numeric"
        error={form.errorAt("cash_reservation_minutes")}
        {...form.register("cash_reservation_minutes", rules.whole(5, 10_080))}
      />
      <div className="sm:col-span-2">
        <CheckField
          label={t("theatre.gap")}
          hint={t("theatre.gapHint")}
          error={form.errorAt("single_gap_rule")}
          {...form.register("single_gap_rule")}
        />
      </div>
    </FormSection>
  );
}
