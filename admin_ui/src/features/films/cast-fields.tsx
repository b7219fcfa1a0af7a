import { useFieldArray } from "react-hook-form";

import { useStaff } from "@/app/staff-app";
import { Field } from "@/components/form/fields";
import { AddButton, RemoveButton } from "@/components/form/list-buttons";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { type FilmFields } from "./film-form";

const mostCast = 100;

/** Who is on the screen, and as whom; in billing order. */
export function CastFields({ form }: { readonly form: StaffForm<FilmFields> }) {
  const { t } = useStaff();
  const rules = useRules();
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "cast" });
  return (
    <div className="grid gap-3 sm:col-span-2">
      {fields.map((field, index) => (
        <fieldset key={field.id} className="grid grid-cols-[1fr_1fr_auto] items-start gap-3">
          <legend className="sr-only">{t("film.castNumber", { number: index + 1 })}</legend>
          <Field
            label={t("film.castName")}
            error={form.errorAt(`cast.${index}.name`)}
            {...form.register(`cast.${index}.name`, rules.text(120))}
          />
          <Field
            label={t("film.castRole")}
            error={form.errorAt(`cast.${index}.role`)}
            {...form.register(`cast.${index}.role`, rules.upTo(120))}
          />
          <RemoveButton
            label={t("film.castRemove", { number: index + 1 })}
            onClick={() => {
              remove(index);
            }}
          />
        </fieldset>
      ))}
      <AddButton
        label={t("film.castAdd")}
        disabled={fields.length >= mostCast}
        onClick={() => {
          append({ name: "", role: "" });
        }}
      />
    </div>
  );
}
