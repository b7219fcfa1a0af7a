import { momentOf } from "@movie-magic/client-sdk/dates";

/** When a film ends that begins at a time of the theatre's clock; null where it is not known yet. */
export function endOf(start: string, zone: string, minutes: number | undefined): string | null {
  if (start === "" || minutes === undefined) return null;
  return new Date(Date.parse(momentOf(start, zone)) + minutes * 60_000).toISOString();
}
