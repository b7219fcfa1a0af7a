import { amountText, parseAmount } from "@movie-magic/client-sdk/money";
import { type PriceRule } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { CheckField, Field } from "@/components/form/fields";
import { percentText, shareOf } from "@/components/form/percent";
import { ReasonField } from "@/components/form/reason-field";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";

interface Fields {
  readonly automatic: boolean;
  readonly floor: string;
  readonly ceiling: string;
  readonly step: string;
  readonly interval_minutes: string;
  readonly hold_out: string;
  readonly unit: string;
  readonly reason: string;
}

/** Changes a theatre's rule; with automatic prices off, every price goes back to its base. */
export function RuleDialog({ rule, onClose }: { readonly rule: PriceRule; readonly onClose: () => void }) {
  const { t, api } = useStaff();
  const tell = useTell();
  const queries = useQueryClient();
  const form = useStaffForm<Fields>({
    automatic: rule.automatic,
    floor: percentText(rule.floor),
    ceiling: percentText(rule.ceiling),
    step: percentText(rule.step),
    interval_minutes: String(rule.interval_minutes),
    hold_out: percentText(rule.hold_out),
    unit: amountText({ amount: rule.unit, currency: rule.currency }),
    reason: "",
  });
  const { number, amount } = useRules();
  return (
    <DialogForm
      title={rule.theatre_name}
      text={t("rule.text")}
      form={form}
      send={(fields) =>
        api.prices.setRule(rule.theatre_id, {
          automatic: fields.automatic,
          floor: shareOf(fields.floor),
          ceiling: shareOf(fields.ceiling),
          step: shareOf(fields.step),
          interval_minutes: Number(fields.interval_minutes),
          hold_out: shareOf(fields.hold_out),
          unit: parseAmount(fields.unit, rule.currency) ?? 0,
          ...(fields.reason.trim() === "" ? {} : { reason: fields.reason.trim() }),
        })
      }
      onDone={async () => {
        await queries.invalidateQueries({ queryKey: ["price-rules"] });
        void queries.invalidateQueries({ queryKey: ["predictions"] });
        tell(t("rule.saved", { theatre: rule.theatre_name }));
      }}
      onClose={onClose}
    >
      <CheckField
        label={t("rule.automaticLabel")}
        hint={t("rule.automaticHint")}
        error={form.errorAt("automatic")}
        {...form.register("automatic")}
      />
      <div className="grid grid-cols-2 gap-4">
        <Field
          label={t("rule.floorLabel")}
          inputMode="decimal"
          error={form.errorAt("floor")}
          {...form.register("floor", number(10, 100))}
        />
        <Field
          label={t("rule.ceilingLabel")}
          inputMode="decimal"
          error={form.errorAt("ceiling")}
          {...form.register("ceiling", {
            validate: (text, { floor }) => {
              const wrong = number(100, 500).validate(text);
              return wrong === true ? Number(text) >= Number(floor) || t("rule.crossed") : wrong;
            },
          })}
        />
        <Field
          label={t("rule.stepLabel")}
          inputMode="decimal"
          error={form.errorAt("step")}
          {...form.register("step", number(0.01, 100))}
        />
        <Field
          label={t("rule.intervalLabel")}
          inputMode="numeric"
          error={form.errorAt("interval_minutes")}
          {...form.register("interval_minutes", number(1, 10_080))}
        />
        <Field
          label={t("rule.unitLabel", { currency: rule.currency })}
          hint={t("rule.unitHint")}
          inputMode="decimal"
          error={form.errorAt("unit")}
          {...form.register("unit", amount(rule.currency))}
        />
      </div>
      <Field
        label={t("rule.holdOutLabel")}
        hint={t("rule.holdOutHint")}
        inputMode="decimal"
        error={form.errorAt("hold_out")}
        {...form.register("hold_out", number(0, 50))}
      />
      <ReasonField
        optional
        error={form.errorAt("reason")}
        register={(rules) => form.register("reason", rules)}
      />
    </DialogForm>
  );
}
