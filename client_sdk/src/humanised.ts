/**
 * A word of the API's that has no name here, in words at least: `price.freeze_all` is "Price: freeze all". A server that
 * is newer than a client may send such words.
 */
export function humanised(value: string): string {
  const words = value.replaceAll(".", ": ").replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
