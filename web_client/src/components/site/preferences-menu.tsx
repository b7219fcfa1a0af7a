import { type Locale, locales } from "@movie-magic/client-sdk/i18n";

import { themeChoices } from "@/preferences";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

import { Choices } from "./choices";

/** Every language by its own name, so that whoever is lost finds the way out. */
const ownNames: Readonly<Record<Locale, string>> = { en: "English", hi: "हिन्दी", te: "తెలుగు" };

/** Language and theme. */
export async function PreferenceChoices() {
  const [{ t }, chosen] = await Promise.all([words(), preferences()]);
  return (
    <div className="grid gap-5">
      <Choices
        name="locale"
        legend={t("nav.language")}
        current={chosen.locale}
        choices={locales.map((locale) => ({ value: locale, label: ownNames[locale], lang: locale }))}
      />
      <Choices
        name="theme"
        legend={t("theme.label")}
        current={chosen.theme}
        choices={themeChoices.map((theme) => ({ value: theme, label: t(`theme.${theme}`) }))}
      />
    </div>
  );
}
