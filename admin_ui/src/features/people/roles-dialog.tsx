import { type HouseRole, type Person } from "@movie-magic/client-sdk/staff";
import { useFieldArray } from "react-hook-form";

import { houseRoles } from "@/app/roles";
import { useStaff } from "@/app/staff-app";
import { DialogForm } from "@/components/form/dialog-form";
import { SelectField } from "@/components/form/fields";
import { AddButton, RemoveButton } from "@/components/form/list-buttons";
import { ReasonField } from "@/components/form/reason-field";
import { useStaffForm } from "@/components/form/use-staff-form";
import { useTheatres } from "@/data/use-theatres";

interface Fields {
  readonly grants: { role: HouseRole; theatre_id: string }[];
  readonly reason: string;
}

interface RolesDialogProps {
  readonly person: Person;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** All roles of somebody, in place of those there were, and why. */
export function RolesDialog({ person, onClose, onDone }: RolesDialogProps) {
  const { t, api } = useStaff();
  const { theatres } = useTheatres();
  const form = useStaffForm<Fields>({
    grants: person.grants.map(({ role, theatre_id }) => ({
      role: role as HouseRole,
      theatre_id: theatre_id === null ? "" : String(theatre_id),
    })),
    reason: "",
  });
  const { fields, append, remove } = useFieldArray({ control: form.control, name: "grants" });
  const grants = form.watch("grants");
  return (
    <DialogForm
      title={t("people.rolesOf", { name: person.name })}
      text={t("people.rolesText")}
      form={form}
      send={({ grants: chosen, reason }) =>
        api.people.setRoles(
          person.id,
          chosen.map(({ role, theatre_id }) => ({
            role,
            // An admin is one for the whole house.
            theatre_id: role === "admin" || theatre_id === "" ? null : Number(theatre_id),
          })),
          reason.trim(),
        )
      }
      onDone={onDone}
      onClose={onClose}
    >
      {fields.length === 0 ? <p className="text-small text-dim">{t("people.noRoles")}</p> : null}
      {fields.map((field, index) => (
        <fieldset key={field.id} className="grid grid-cols-[1fr_1fr_auto] items-end gap-3">
          <legend className="sr-only">{t("people.roleNumber", { number: index + 1 })}</legend>
          <SelectField
            label={t("people.role")}
            error={form.errorAt(`grants.${index}.role`)}
            {...form.register(`grants.${index}.role`)}
          >
            {houseRoles.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </SelectField>
          <SelectField
            label={t("people.where")}
            disabled={grants[index]?.role === "admin"}
            error={form.errorAt(`grants.${index}.theatre_id`)}
            {...form.register(`grants.${index}.theatre_id`)}
          >
            <option value="">{t("filter.allTheatres")}</option>
            {theatres.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <RemoveButton
            label={t("people.removeRole", { number: index + 1 })}
            className=""
            onClick={() => {
              remove(index);
            }}
          />
        </fieldset>
      ))}
      <AddButton
        label={t("people.addRole")}
        onClick={() => {
          append({ role: "staff", theatre_id: "" });
        }}
      />
      <ReasonField error={form.errorAt("reason")} register={(rules) => form.register("reason", rules)} />
    </DialogForm>
  );
}
