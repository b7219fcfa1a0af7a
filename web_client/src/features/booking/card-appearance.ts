import { type Appearance } from "@stripe/stripe-js";

/** The site's colours and shapes for the card network's form, which lives in a frame and sees none of our styles. */
export function appearance(): Appearance {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const chosen = {
    colorPrimary: token("--color-beam"),
    colorBackground: token("--color-ground"),
    colorText: token("--color-text"),
    colorTextSecondary: token("--color-dim"),
    colorDanger: token("--color-velvet"),
    fontFamily: token("--font-body"),
    borderRadius: token("--radius-field"),
  };
  const variables = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ""));
  return { theme: "stripe", variables };
}
