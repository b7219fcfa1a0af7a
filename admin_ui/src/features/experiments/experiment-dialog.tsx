import { type Experiment } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useFieldArray } from "react-hook-form";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { Field, SelectField } from "@/components/form/fields";
import { AddButton } from "@/components/form/list-buttons";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";
import { useTheatres } from "@/data/use-theatres";

import { ArmFields } from "./arm-fields";
import { type ExperimentFields, fieldsOf, newArm, newExperiment, requestOf } from "./experiment-form";

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
  const form = useStaffForm<ExperimentFields>(
    experiment === null
      ? newExperiment(now, houseZone, {
          base: t("experiment.policy.base"),
          ml: t("experiment.policy.ml"),
        })
      : fieldsOf(experiment, houseZone),
  );
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "arms" });
  const { needed } = useRules();
  const zone = formats.zone(new Date(now).toISOString(), houseZone);
  return (
    <DialogForm
      title={experiment === null ? t("experiment.make") : experiment.name}
      text={t("experiment.text")}
      form={form}
      send={(typed) => {
        const request = requestOf(typed, houseZone);
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
      <p className="text-small text-dim">{t("experiment.boundsHint")}</p>
      {fields.map((field, index) => (
        <ArmFields
          key={field.id}
          form={form}
          index={index}
          onRemove={
            fields.length <= 2
              ? undefined
              : () => {
                  remove(index);
                }
          }
        />
      ))}
      <AddButton
        label={t("experiment.addArm")}
        onClick={() => {
          append(newArm);
        }}
      />
    </DialogForm>
  );
}
