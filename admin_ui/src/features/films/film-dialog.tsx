import { type HouseMovie } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { Field, TextArea } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { SlugField } from "@/components/form/slug-field";
import { SuggestField } from "@/components/form/suggest-field";
import { useEdited } from "@/components/form/use-edited";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm, useStaffForm } from "@/components/form/use-staff-form";
import { useFilms, useProgrammeChanged } from "@/data/use-programme";

import { CastFields } from "./cast-fields";
import { fieldsOfFilm, filmField, type FilmFields, filmOf, newFilm } from "./film-form";

interface FilmDialogProps {
  readonly film: HouseMovie | null;
  readonly onClose: () => void;
}

interface FormProps {
  readonly form: StaffForm<FilmFields>;
}

/** Adds a film, or changes one. */
export function FilmDialog({ film, onClose }: FilmDialogProps) {
  const { t, api } = useStaff();
  const tell = useTell();
  const changed = useProgrammeChanged();
  const form = useStaffForm<FilmFields>(film === null ? newFilm : fieldsOfFilm(film), filmField);
  const edited = useEdited(form, film, {
    read: ({ id }) => api.programme.movies.get(id),
    fieldsOf: fieldsOfFilm,
  });
  return (
    <DialogForm
      at="side"
      title={film === null ? t("film.add") : t("row.changeOf", { name: film.title })}
      form={form}
      send={(fields) =>
        edited.save((present) => {
          const wanted = filmOf(fields, present);
          return present === null
            ? api.programme.movies.create(wanted)
            : api.programme.movies.change(present.id, wanted, present.etag);
        })
      }
      onDone={async ({ title }) => {
        await changed();
        tell(t("row.saved", { name: title }));
      }}
      onClose={onClose}
    >
      <FilmItself form={form} />
      <FormSection title={t("film.people")}>
        <Names form={form} name="directors" most={20} longest={120} wide />
        <CastFields form={form} />
      </FormSection>
      <Poster form={form} />
    </DialogForm>
  );
}

function FilmItself({ form }: FormProps) {
  const { t } = useStaff();
  const rules = useRules();
  return (
    <FormSection title={t("film.film")}>
      <Field
        label={t("film.title")}
        error={form.errorAt("title")}
        {...form.register("title", rules.text(200))}
      />
      <Field
        label={t("film.originalTitle")}
        hint={t("film.originalTitleHint")}
        error={form.errorAt("original_title")}
        {...form.register("original_title", rules.upTo(200))}
      />
      <Names form={form} name="languages" least={1} most={40} longest={40} hint={t("film.languagesHint")} />
      <Names form={form} name="genres" least={1} most={40} longest={40} />
      <Field
        label={t("film.duration")}
        inputMode="numeric"
        error={form.errorAt("duration_minutes")}
        {...form.register("duration_minutes", rules.whole(1, 900))}
      />
      <Field
        label={t("film.certificate")}
        hint={t("film.certificateHint")}
        error={form.errorAt("certificate")}
        {...form.register("certificate", rules.upTo(8))}
      />
      <Field
        label={t("film.released")}
        type="date"
        error={form.errorAt("released_on")}
        {...form.register("released_on", rules.needed)}
      />
      <Names form={form} name="countries" most={40} longest={40} />
      <div className="grid gap-4 sm:col-span-2">
        <Field
          label={t("film.tagline")}
          error={form.errorAt("tagline")}
          {...form.register("tagline", rules.upTo(200))}
        />
        <TextArea
          label={t("film.synopsis")}
          rows={5}
          error={form.errorAt("synopsis")}
          {...form.register("synopsis", rules.text(5000))}
        />
      </div>
      <Field
        label={t("film.popularity")}
        hint={t("film.popularityHint")}
        inputMode="numeric"
        error={form.errorAt("popularity")}
        {...form.register("popularity", rules.whole(0, 1_000_000))}
      />
      <SlugField error={form.errorAt("slug")} register={(rule) => form.register("slug", rule)} />
    </FormSection>
  );
}

function Poster({ form }: FormProps) {
  const { t } = useStaff();
  const rules = useRules();
  const motifs = [...new Set((useFilms().data ?? []).map(({ motif }) => motif))].sort();
  return (
    <FormSection title={t("film.poster")}>
      <div className="sm:col-span-2">
        <SuggestField
          label={t("film.motif")}
          hint={t("film.motifHint")}
          suggestions={motifs}
          error={form.errorAt("motif")}
          {...form.register("motif", rules.text(40))}
        />
      </div>
      <div className="grid grid-cols-3 gap-4 sm:col-span-2">
        {(["ground", "light", "accent"] as const).map((colour) => (
          <Field
            key={colour}
            type="color"
            label={t(`film.colour.${colour}`)}
            className="h-11 p-1"
            error={form.errorAt(`palette.${colour}`)}
            {...form.register(`palette.${colour}`)}
          />
        ))}
      </div>
    </FormSection>
  );
}

interface NamesProps extends FormProps {
  readonly name: "languages" | "genres" | "countries" | "directors";
  readonly least?: number;
  readonly most: number;
  readonly longest: number;
  readonly hint?: string;
  readonly wide?: boolean;
}

/** Several names in one field. */
function Names({ form, name, least = 0, most, longest, hint, wide = false }: NamesProps) {
  const { t } = useStaff();
  const rules = useRules();
  return (
    <div className={wide ? "min-w-0 sm:col-span-2" : "min-w-0"}>
      <Field
        label={t(`film.${name}`)}
        hint={hint ?? t("form.commas")}
        error={form.errorAt(name)}
        {...form.register(name, rules.names({ least, most, longest }))}
      />
    </div>
  );
}
