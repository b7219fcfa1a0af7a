import { wallTime } from "@movie-magic/client-sdk/dates";
import { type HouseShow } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Field, SelectField } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { DayOnScreen } from "./day-on-screen";
import { endOf } from "./end";
import { type Chosen, type ShowFields, type Stock, withPresent } from "./show-form";

interface WhatFieldsProps {
  readonly form: StaffForm<ShowFields>;
  readonly stock: Stock;
  readonly chosen: Chosen;
  /** Of the theatre that is chosen. */
  readonly zone: string;
  readonly show: HouseShow | null;
  /** Whether it stays as it is, as there are tickets for it. */
  readonly fixed: boolean;
}

/** What is shown, where and when: that for which a ticket is bought. */
export function WhatFields({ form, stock, chosen, zone, show, fixed }: WhatFieldsProps) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const { needed } = useRules();
  const [language, format, layoutId, start] = [
    form.watch("language"),
    form.watch("format"),
    form.watch("layout_id"),
    form.watch("starts_at"),
  ];
  const { film, screen } = chosen;
  const screens = stock.screens.filter(({ theatre_id }) => String(theatre_id) === form.watch("theatre_id"));
  const layouts = stock.layouts.filter(({ screen_id }) => screen_id === screen?.id);
  const films = [...stock.films].sort((one, other) => one.title.localeCompare(other.title));
  const now = api.clock.now();
  const end = endOf(start, zone, film?.duration_minutes);

  /** A choice that the other screen or film has not gives way to its first. */
  const follow = (name: "language" | "format", choices: readonly string[]) => {
    if (!choices.includes(form.watch(name))) form.setValue(name, choices[0] ?? "");
  };
  const moveTo = (screenId: string) => {
    form.setValue(
      "layout_id",
      show !== null && String(show.screen.id) === screenId ? String(show.layout.id) : "",
    );
    follow("format", stock.screens.find(({ id }) => String(id) === screenId)?.formats ?? []);
  };

  return (
    <FormSection title={t("show.what")} disabled={fixed}>
      <div className="sm:col-span-2">
        <SelectField
          label={t("show.film")}
          error={form.errorAt("movie_id")}
          {...form.register("movie_id", {
            ...needed,
            onChange: ({ target }: { target: HTMLSelectElement }) => {
              follow("language", films.find(({ id }) => String(id) === target.value)?.languages ?? []);
            },
          })}
          value={form.watch("movie_id")}
        >
          <option value="">{t("form.choose")}</option>
          {films.map(({ id, title, released_on }) => (
            <option key={id} value={id}>
              {t("show.filmOf", { title, year: released_on.slice(0, 4) })}
            </option>
          ))}
        </SelectField>
      </div>
      <SelectField
        label={t("filter.theatre")}
        error={form.errorAt("theatre_id")}
        {...form.register("theatre_id", {
          ...needed,
          onChange: () => {
            form.setValue("screen_id", "");
            moveTo("");
          },
        })}
        value={form.watch("theatre_id")}
      >
        <option value="">{t("form.choose")}</option>
        {stock.theatres.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("show.screen")}
        error={form.errorAt("screen_id")}
        {...form.register("screen_id", {
          ...needed,
          onChange: ({ target }: { target: HTMLSelectElement }) => {
            moveTo(target.value);
          },
        })}
        value={form.watch("screen_id")}
      >
        <option value="">{t("form.choose")}</option>
        {screens.map(({ id, name, capacity, layout_id }) => (
          <option key={id} value={id} disabled={layout_id === null}>
            {layout_id === null
              ? t("show.screenEmpty", { name })
              : t("show.screenOf", { name, count: capacity })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("screen.seats")}
        hint={show === null ? undefined : t("show.seatsHint")}
        error={form.errorAt("layout_id")}
        {...form.register("layout_id")}
        value={layoutId}
      >
        <option value="">{t("show.newest")}</option>
        {layouts.map(({ id, version, seat_count }) => (
          <option key={id} value={id}>
            {t("show.version", { version, count: seat_count })}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("shows.format")}
        error={form.errorAt("format")}
        {...form.register("format", needed)}
        value={format}
      >
        {format === "" ? <option value="">{t("form.choose")}</option> : null}
        {withPresent(screen?.formats ?? [], format).map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t("shows.language")}
        error={form.errorAt("language")}
        {...form.register("language", needed)}
        value={language}
      >
        {language === "" ? <option value="">{t("form.choose")}</option> : null}
        {withPresent(film?.languages ?? [], language).map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </SelectField>
      <Field
        label={
          chosen.theatre === undefined
            ? t("show.starts")
            : t("show.startsIn", { zone: formats.zone(end ?? new Date(now).toISOString(), zone) })
        }
        type="datetime-local"
        hint={end === null ? t("show.startHint") : t("show.endsAt", { time: formats.moment(end, zone) })}
        error={form.errorAt("starts_at")}
        {...form.register("starts_at", {
          validate: (text) => {
            if (text === "") return t("form.needed");
            const stays = show !== null && wallTime(show.starts_at, zone) === text;
            return stays || text > wallTime(now, zone) || t("show.past");
          },
        })}
      />
      <DayOnScreen screenId={screen?.id ?? null} start={start} zone={zone} but={show?.id ?? null} />
    </FormSection>
  );
}
