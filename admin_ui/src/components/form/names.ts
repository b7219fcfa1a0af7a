/** Names as one field has them, with commas between. */
export function namesText(names: readonly string[]): string {
  return names.join(", ");
}

/**
 * The names that a field says.
 *
 * @param before what there was: where the field still says it, it stays as it was, though one of the names has a comma
 */
export function namesOf(text: string, before?: readonly string[]): string[] {
  if (before !== undefined && namesText(before) === text) return [...before];
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The field of a list for what the server says of one of its items: `genres.2` is `genres`. */
export function listField(...lists: readonly string[]): (path: string) => string {
  return (path) => lists.find((list) => path.startsWith(`${list}.`)) ?? path;
}
