import { type HouseTheatre } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { Field } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { SlugField } from "@/components/form/slug-field";
import { useEdited } from "@/components/form/use-edited";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";
import { useProgrammeChanged } from "@/data/use-programme";
import { useTheatres } from "@/data/use-theatres";

import { CancellationFields } from "./cancellation-fields";
import { MoneyFields } from "./money-fields";
import { PlaceFields } from "./place-fields";
import { SaleFields } from "./sale-fields";
import { fieldsOfTheatre, newTheatre, theatreField, type TheatreFields, theatreOf } from "./theatre-form";

interface TheatreDialogProps {
  readonly theatre: HouseTheatre | null;
  readonly onClose: () => void;
}

/** Adds a theatre, or changes one and the rules of its house. */
export function TheatreDialog({ theatre, onClose }: TheatreDialogProps) {
  const { t, api } = useStaff();
  const tell = useTell();
  const changed = useProgrammeChanged();
  const rules = useRules();
  const { theatres, houseZone } = useTheatres();
  const form = useStaffForm<TheatreFields>(
    theatre === null ? newTheatre(houseZone, theatres[0]?.currency ?? "INR") : fieldsOfTheatre(theatre),
    theatreField,
  );
  const edited = useEdited(form, theatre, {
    read: ({ id }) => api.programme.theatres.get(id),
    fieldsOf: fieldsOfTheatre,
  });
  return (
    <DialogForm
      at="side"
      title={theatre === null ? t("theatre.add") : t("row.changeOf", { name: theatre.name })}
      form={form}
      send={(fields) =>
        edited.save((present) => {
          const wanted = theatreOf(fields, present);
          return present === null
            ? api.programme.theatres.create(wanted)
            : api.programme.theatres.change(present.id, wanted, present.etag);
        })
      }
      onDone={async ({ name }) => {
        await changed();
        tell(t("row.saved", { name }));
      }}
      onClose={onClose}
    >
      <FormSection title={t("theatre.house")}>
        <Field
          label={t("theatre.name")}
          error={form.errorAt("name")}
          {...form.register("name", rules.text(120))}
        />
        <SlugField error={form.errorAt("slug")} register={(rule) => form.register("slug", rule)} />
        <div className="sm:col-span-2">
          <Field
            label={t("theatre.amenities")}
            hint={t("form.commas")}
            error={form.errorAt("amenities")}
            {...form.register("amenities", rules.names({ most: 40, longest: 40 }))}
          />
        </div>
      </FormSection>
      <PlaceFields form={form} theatre={theatre} />
      <MoneyFields form={form} fixed={theatre !== null && theatre.shows > 0} />
      <SaleFields form={form} />
      <CancellationFields form={form} />
    </DialogForm>
  );
}
