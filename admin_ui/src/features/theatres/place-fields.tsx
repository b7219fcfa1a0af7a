import { type HouseTheatre } from "@movie-magic/client-sdk/staff";
import { useQuery } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";
import { Field, SelectField } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { SuggestField } from "@/components/form/suggest-field";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";
import { programme } from "@/data/use-programme";

import { newCity, type TheatreFields } from "./theatre-form";

interface PlaceFieldsProps {
  readonly form: StaffForm<TheatreFields>;
  readonly theatre: HouseTheatre | null;
}

const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"));

/** Where a theatre is, and what its clocks show. */
export function PlaceFields({ form, theatre }: PlaceFieldsProps) {
  const { t, api } = useStaff();
  const rules = useRules();
  const cities = useQuery({
    queryKey: [programme, "cities"],
    queryFn: ({ signal }) => api.cities({ signal }),
  });
  const known = new Map((cities.data ?? []).map(({ slug, name }) => [slug, name]));
  // Its own city is there before the others have come.
  if (theatre !== null) known.set(theatre.city, theatre.city_name);
  const city = form.watch("city");
  const fixed = theatre !== null && theatre.shows > 0;
  return (
    <FormSection title={t("theatre.where")}>
      <SelectField
        label={t("theatre.city")}
        error={form.errorAt("city")}
        {...form.register("city", rules.needed)}
        value={city}
      >
        <option value="">{t("form.choose")}</option>
        {[...known].map(([slug, name]) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
        <option value={newCity}>{t("theatre.newCity")}</option>
      </SelectField>
      <Field
        label={t("theatre.address")}
        error={form.errorAt("address")}
        {...form.register("address", rules.text(200))}
      />
      {city === newCity ? (
        <>
          <Field
            label={t("theatre.newCityName")}
            error={form.errorAt("new_city.name")}
            {...form.register("new_city.name", { ...rules.text(80), shouldUnregister: true })}
          />
          <Field
            label={t("theatre.country")}
            hint={t("theatre.countryHint")}
            autoCapitalize="characters"
            error={form.errorAt("new_city.country")}
            {...form.register("new_city.country", {
              shouldUnregister: true,
              validate: (text) => /^[a-z]{2}$/i.test(text.trim()) || t("theatre.countryHint"),
            })}
          />
        </>
      ) : null}
      <Field
        label={t("theatre.latitude")}
        hint={t("theatre.degrees")}
        inputMode="text"
        error={form.errorAt("latitude")}
        {...form.register("latitude", rules.number(-90, 90))}
      />
      <Field
        label={t("theatre.longitude")}
        hint={t("theatre.degrees")}
        inputMode="text"
        error={form.errorAt("longitude")}
        {...form.register("longitude", rules.number(-180, 180))}
      />
      <SuggestField
        label={t("theatre.zone")}
        hint={t(fixed ? "theatre.fixed" : "theatre.zoneHint")}
        readOnly={fixed}
        suggestions={zones}
        error={form.errorAt("time_zone")}
        {...form.register("time_zone", rules.text(40))}
      />
    </FormSection>
  );
}
