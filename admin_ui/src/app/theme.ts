import { type TextStorage } from "@movie-magic/client-sdk/api";
import { type ThemeName, themeNames } from "@movie-magic/client-sdk/tokens";

const key = "mm.theme";

/** What somebody can ask for; `system` follows the device. */
export type ThemeChoice = ThemeName | "system";

/** Every choice there is, the usual one first. */
export const themeChoices: readonly ThemeChoice[] = ["system", ...themeNames];

/** What was chosen in this browser. */
export function chosenTheme(storage: TextStorage): ThemeChoice {
  const kept = storage.get(key);
  return themeChoices.find((choice) => choice === kept) ?? "system";
}

/** Shows a theme, and remembers it. */
export function chooseTheme(choice: ThemeChoice, storage: TextStorage): void {
  storage.set(key, choice);
  showTheme(choice);
}

/** Shows a theme. */
export function showTheme(choice: ThemeChoice): void {
  if (choice === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}
