import { type HouseScreen } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { Field, SelectField } from "@/components/form/fields";
import { listField } from "@/components/form/names";
import { useEdited } from "@/components/form/use-edited";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";
import { useLayouts, useProgrammeChanged } from "@/data/use-programme";

import { fieldsOfScreen, layoutsFor, sameSeats, type ScreenFields, screenOf } from "./screen-form";

interface ScreenDialogProps {
  readonly theatreId: number;
  readonly screen: HouseScreen | null;
  readonly onClose: () => void;
}

const fieldOf = listField("formats");

/** Adds a screen, or changes one; its seats are those of a screen that there is. */
export function ScreenDialog({ theatreId, screen, onClose }: ScreenDialogProps) {
  const { t, api } = useStaff();
  const tell = useTell();
  const changed = useProgrammeChanged();
  const rules = useRules();
  const form = useStaffForm<ScreenFields>(fieldsOfScreen(screen), fieldOf);
  const edited = useEdited(form, screen, {
    read: ({ id }) => api.programme.screens.get(id),
    fieldsOf: fieldsOfScreen,
  });
  const save = (fields: ScreenFields) =>
    edited.save(async (present) => {
      const wanted = screenOf(fields, theatreId, present);
      const seats =
        fields.layout_id === "" ? null : await api.programme.layouts.get(Number(fields.layout_id));
      const saved =
        present === null
          ? await api.programme.screens.create(wanted)
          : await api.programme.screens.change(present.id, wanted, present.etag);
      // Its seats may be refused: sent again, the screen is changed and not made a second time.
      edited.setThing(saved);
      if (seats !== null) await api.programme.layouts.create(sameSeats(seats, saved.id));
      return saved;
    });
  return (
    <DialogForm
      title={screen === null ? t("screen.add") : t("row.changeOf", { name: screen.name })}
      form={form}
      send={save}
      onDone={async ({ name }) => {
        await changed();
        tell(t("row.saved", { name }));
      }}
      onClose={() => {
        if (edited.thing !== screen) void changed();
        onClose();
      }}
    >
      <Field
        label={t("screen.name")}
        error={form.errorAt("name")}
        {...form.register("name", rules.text(60))}
      />
      <Field
        label={t("screen.formats")}
        hint={t("screen.formatsHint")}
        error={form.errorAt("formats")}
        {...form.register("formats", rules.names({ least: 1, most: 12, longest: 20 }))}
      />
      <SeatsField screen={screen} form={form} />
    </DialogForm>
  );
}

function SeatsField({
  screen,
  form,
}: {
  readonly screen: HouseScreen | null;
  readonly form: ReturnType<typeof useStaffForm<ScreenFields>>;
}) {
  const { t } = useStaff();
  const version = screen?.layout_version ?? null;
  const layouts = layoutsFor(screen, useLayouts().data ?? []);
  return (
    <SelectField
      label={t("screen.seats")}
      hint={t(version === null ? "screen.seatsHintNew" : "screen.seatsHint")}
      error={form.errorAt("layout_id")}
      {...form.register("layout_id")}
      value={form.watch("layout_id")}
    >
      <option value="">
        {version === null
          ? t("screen.noSeats")
          : t("screen.seatsStay", { version, count: screen?.capacity ?? 0 })}
      </option>
      {layouts.map((layout) => (
        <option key={layout.id} value={layout.id}>
          {layout.screen_id === screen?.id
            ? t("screen.seatsAgain", { version: layout.version, count: layout.seat_count })
            : t("screen.seatsAs", {
                theatre: layout.theatre_name,
                screen: layout.screen_name,
                count: layout.seat_count,
              })}
        </option>
      ))}
    </SelectField>
  );
}
