/** The cookies of this site that the API does not know. None of them is a secret, none proves anything. */
export const cookieNames = {
  locale: "mm.locale",
  theme: "mm.theme",
  city: "mm.city",
  signedIn: "mm.signed-in",
} as const;

/** The themes a visitor can ask for; `system` follows the device. */
export const themeChoices = ["system", "dark", "light", "contrast"] as const;

/** One of {@link themeChoices}. */
export type ThemeChoice = (typeof themeChoices)[number];
