import { useFieldArray } from "react-hook-form";

import { useStaff } from "@/app/staff-app";
import { Field } from "@/components/form/fields";
import { AddButton, RemoveButton } from "@/components/form/list-buttons";
import { FormSection } from "@/components/form/section";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { type TheatreFields } from "./theatre-form";

const mostRules = 12;
const aYearInHours = 366 * 24;

/** What comes back to whoever cancels, by how long before the show. */
export function CancellationFields({ form }: { readonly form: StaffForm<TheatreFields> }) {
  const { t } = useStaff();
  const rules = useRules();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "cancellation_policy" });
  const hours = rules.whole(0, aYearInHours);
  return (
    <FormSection title={t("theatre.cancelling")} hint={t("theatre.cancellingHint")}>
      <div className="grid gap-3 sm:col-span-2">
        {fields.length === 0 ? <p className="text-small text-dim">{t("theatre.noRefund")}</p> : null}
        {fields.map((field, index) => (
          <fieldset key={field.id} className="grid grid-cols-[1fr_1fr_auto] items-start gap-3">
            <legend className="sr-only">{t("theatre.ruleNumber", { number: index + 1 })}</legend>
            <Field
              label={t("theatre.hoursBefore")}
              inputMode="numeric"
              error={form.errorAt(`cancellation_policy.${index}.hours_before`)}
              {...form.register(`cancellation_policy.${index}.hours_before`, {
                validate: (text, { cancellation_policy }) => {
                  const twice = cancellation_policy.filter(
                    ({ hours_before }) => Number(hours_before) === Number(text),
                  );
                  return twice.length > 1 ? t("form.twice", { name: text }) : hours.validate(text);
                },
              })}
            />
            <Field
              label={t("theatre.refundPercent")}
              inputMode="numeric"
              error={form.errorAt(`cancellation_policy.${index}.refund_percent`)}
              {...form.register(`cancellation_policy.${index}.refund_percent`, rules.whole(0, 100))}
            />
            <RemoveButton
              label={t("theatre.ruleRemove", { number: index + 1 })}
              onClick={() => {
                remove(index);
              }}
            />
          </fieldset>
        ))}
        <AddButton
          label={t("theatre.ruleAdd")}
          disabled={fields.length >= mostRules}
          onClick={() => {
            append({ hours_before: "", refund_percent: "" });
          }}
        />
      </div>
    </FormSection>
  );
}
