import { momentOf, wallTime } from "@movie-magic/client-sdk/dates";
import { type Experiment, type ExperimentRequest } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useFieldArray } from "react-hook-form";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { Field, SelectField } from "@/components/form/fields";
import { AddButton, RemoveButton } from "@/components/form/list-buttons";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";
import { useTheatres } from "@/data/use-theatres";

interface Fields {
  name: string;
  theatre_ids: string[];
  starts_at: string;
  ends_at: string;
  arms: { name: string; share: string; policy: "base" | "ml" }[];
}

const aDay = 86_400_000;

/** The whole of 100, though shares are typed with decimals. */
function isWhole(arms: Fields["arms"]): boolean {
  return Math.abs(arms.reduce((sum, { share }) => sum + Number(share), 0) - 100) < 1e-6;
}

/** Plans an experiment: where, when, and which prices against which. */
export function ExperimentDialog({
  experiment,
  onClose,
}: {
  readonly experiment: Experiment | null;
  readonly onClose: () => void;
}) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const queries = useQueryClient();
  const { theatres, houseZone } = useTheatres();
  const now = api.clock.now();
  const form = useStaffForm<Fields>({
    name: experiment?.name ?? "",
    theatre_ids: experiment?.theatre_ids.map(String) ?? [],
    starts_at: wallTime(experiment?.starts_at ?? now + aDay, houseZone),
    ends_at: wallTime(experiment?.ends_at ?? now + 15 * aDay, houseZone),
    arms: experiment?.arms.map(({ name, share, policy }) => ({
      name,
      share: String(Number((share * 100).toFixed(2))),
      policy,
    })) ?? [
      { name: t("experiment.policy.base"), share: "50", policy: "base" },
      { name: t("experiment.policy.ml"), share: "50", policy: "ml" },
    ],
  });
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "arms" });
  const requestOf = (typed: Fields): ExperimentRequest => ({
    name: typed.name.trim(),
    theatre_ids: typed.theatre_ids.map(Number),
    starts_at: momentOf(typed.starts_at, houseZone),
    ends_at: momentOf(typed.ends_at, houseZone),
    arms: typed.arms.map(({ name, share, policy }, index) => ({
      ...experiment?.arms[index],
      name: name.trim(),
      share: Number((Number(share) / 100).toFixed(4)),
      policy,
    })),
  });
  const { needed } = useRules();
  const zone = formats.zone(new Date(now).toISOString(), houseZone);
  return (
    <DialogForm
      title={experiment === null ? t("experiment.make") : experiment.name}
      text={t("experiment.text")}
      form={form}
      send={(typed) => {
        const request = requestOf(typed);
        return experiment === null
          ? api.experiments.create(request)
          : api.experiments.change(experiment.id, request);
      }}
      onDone={async ({ name }) => {
        await queries.invalidateQueries({ queryKey: ["experiments"] });
        tell(t("experiment.saved", { name }));
      }}
      onClose={onClose}
    >
      <Field label={t("experiment.name")} error={form.errorAt("name")} {...form.register("name", needed)} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("promotion.startsIn", { zone })}
          type="datetime-local"
          error={form.errorAt("starts_at")}
          {...form.register("starts_at", needed)}
        />
        <Field
          label={t("promotion.endsIn", { zone })}
          type="datetime-local"
          error={form.errorAt("ends_at")}
          {...form.register("ends_at", {
            validate: (text, { starts_at }) =>
              text === "" ? t("form.needed") : text > starts_at || t("promotion.endsFirst"),
          })}
        />
      </div>
      <SelectField
        label={t("promotion.theatres")}
        hint={t("promotion.theatresHint")}
        multiple
        size={4}
        error={form.errorAt("theatre_ids")}
        {...form.register("theatre_ids")}
      >
        {theatres.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {fields.map((field, index) => (
        <fieldset key={field.id} className="grid grid-cols-[1fr_6rem_1fr_auto] items-start gap-3">
          <legend className="mb-1 text-small font-semibold">
            {t("experiment.armNumber", { number: index + 1 })}
          </legend>
          <Field
            label={t("experiment.armName")}
            error={form.errorAt(`arms.${index}.name`)}
            {...form.register(`arms.${index}.name`, needed)}
          />
          <Field
            label={t("experiment.share")}
            inputMode="decimal"
            error={form.errorAt(`arms.${index}.share`)}
            {...form.register(`arms.${index}.share`, {
              validate: (text, { arms }) =>
                /^\d+(\.\d+)?$/.test(text.trim())
                  ? isWhole(arms) || t("experiment.notWhole")
                  : t("form.numberWrong"),
            })}
          />
          <SelectField
            label={t("experiment.policy")}
            error={form.errorAt(`arms.${index}.policy`)}
            {...form.register(`arms.${index}.policy`)}
          >
            <option value="base">{t("experiment.policy.base")}</option>
            <option value="ml">{t("experiment.policy.ml")}</option>
          </SelectField>
          <RemoveButton
            label={t("experiment.removeArm", { number: index + 1 })}
            disabled={fields.length <= 2}
            onClick={() => {
              remove(index);
            }}
          />
        </fieldset>
      ))}
      <AddButton
        label={t("experiment.addArm")}
        onClick={() => {
          append({ name: "", share: "0", policy: "ml" });
        }}
      />
    </DialogForm>
  );
}
