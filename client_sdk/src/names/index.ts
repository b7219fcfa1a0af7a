import { humanised } from "../humanised.ts";
import { type Locale } from "../i18n.ts";
import { type Names } from "./en.ts";

export { humanised } from "../humanised.ts";
export { type Names } from "./en.ts";

/** The key of a name. */
export type NameKey = keyof Names;

/** What values belong to: everything before the last part of a key, or before an audit action. */
export type NameKind =
  | "audit.action"
  | "audit.subject"
  | "checkout.method"
  | "prediction.left"
  | "price.why"
  | "refunds.reason"
  | "role";

/** The names of one language; the others are not loaded. */
export async function loadNames(locale: Locale): Promise<Names> {
  switch (locale) {
    case "en":
      return (await import("./en.ts")).en;
    case "hi":
      return (await import("./hi.ts")).hi;
    case "te":
      return (await import("./te.ts")).te;
  }
}

/** What a value of the API's is called: by its name where it has one, else by its own letters as words. */
export function nameOf(names: Readonly<Record<string, string>>, kind: NameKind, value: string): string {
  return names[`${kind}.${value}`] ?? humanised(value);
}

/** What a genre is called; one that the catalogue made up stays as it was written. */
export function genreName(names: Readonly<Record<string, string>>, genre: string): string {
  return names[`genre.${genre.toLowerCase().replaceAll(/[\s-]+/g, "_")}`] ?? genre;
}
