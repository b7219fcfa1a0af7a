import { useStaff } from "@/app/staff-app";
import { Field, SelectField } from "@/components/form/fields";
import { RemoveButton } from "@/components/form/list-buttons";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { type ExperimentFields, isWhole } from "./experiment-form";

interface ArmFieldsProps {
  readonly form: StaffForm<ExperimentFields>;
  readonly index: number;
  /** Absent where an experiment would be left with one arm. */
  readonly onRemove: (() => void) | undefined;
}

/** One way to set prices: how many shows it gets, and within which bounds the forecast moves theirs. */
export function ArmFields({ form, index, onRemove }: ArmFieldsProps) {
  const { t } = useStaff();
  const { needed, number, orNone } = useRules();
  const { register, errorAt } = form;
  const forecast = form.watch(`arms.${index}.policy`) === "ml";
  return (
    <fieldset className="grid grid-cols-[1fr_1fr_auto] items-start gap-3 sm:grid-cols-[1fr_6rem_1fr_auto]">
      <legend className="mb-1 text-small font-semibold">
        {t("experiment.armNumber", { number: index + 1 })}
      </legend>
      <div className="max-sm:col-span-full">
        <Field
          label={t("experiment.armName")}
          error={errorAt(`arms.${index}.name`)}
          {...register(`arms.${index}.name`, {
            validate: (text, { arms }) => {
              const there = needed.validate(text);
              if (there !== true) return there;
              const alike = arms.filter(({ name }) => name.trim() === text.trim());
              return alike.length === 1 || t("form.twice", { name: text.trim() });
            },
          })}
        />
      </div>
      <Field
        label={t("experiment.share")}
        inputMode="decimal"
        error={errorAt(`arms.${index}.share`)}
        {...register(`arms.${index}.share`, {
          validate: (text, { arms }) => {
            const between = number(0.01, 99.99).validate(text);
            return between === true ? isWhole(arms) || t("experiment.notWhole") : between;
          },
        })}
      />
      <SelectField
        label={t("experiment.policy")}
        error={errorAt(`arms.${index}.policy`)}
        {...register(`arms.${index}.policy`)}
      >
        <option value="base">{t("experiment.policy.base")}</option>
        <option value="ml">{t("experiment.policy.ml")}</option>
      </SelectField>
      <RemoveButton
        label={t("experiment.removeArm", { number: index + 1 })}
        disabled={onRemove === undefined}
        onClick={() => onRemove?.()}
      />
      {forecast ? (
        <div className="col-span-full grid grid-cols-2 gap-3 sm:grid-cols-3">
          <Field
            label={t("rule.floorLabel")}
            inputMode="decimal"
            error={errorAt(`arms.${index}.floor`)}
            {...register(`arms.${index}.floor`, orNone(number(10, 100)))}
          />
          <Field
            label={t("rule.ceilingLabel")}
            inputMode="decimal"
            error={errorAt(`arms.${index}.ceiling`)}
            {...register(`arms.${index}.ceiling`, orNone(number(100, 500)))}
          />
          <Field
            label={t("rule.stepLabel")}
            inputMode="decimal"
            error={errorAt(`arms.${index}.step`)}
            {...register(`arms.${index}.step`, orNone(number(0.01, 100)))}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
