/*
 * A show starts when the theatre's clock says so. Every function here that writes a moment therefore takes the
 * theatre's time zone; none ever falls back to the zone of the device, which may be on holiday.
 */

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  let known = formatters.get(key);
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, { ...options, timeZone });
    formatters.set(key, known);
  }
  return known;
}

/** The time of day: 19:30. `moment` is RFC 3339. */
export function formatTime(moment: string, timeZone: string, locale: string): string {
  return formatter(locale, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(
    new Date(moment),
  );
}

/** The day: Sat 28 Nov. `moment` is RFC 3339. */
export function formatDay(moment: string, timeZone: string, locale: string): string {
  return formatter(locale, timeZone, { weekday: "short", day: "numeric", month: "short" }).format(
    new Date(moment),
  );
}

/** Day and time: Sat 28 Nov, 19:30. `moment` is RFC 3339. */
export function formatDateTime(moment: string, timeZone: string, locale: string): string {
  return `${formatDay(moment, timeZone, locale)}, ${formatTime(moment, timeZone, locale)}`;
}

/** The date on the theatre's calendar, YYYY-MM-DD. */
export function localDate(moment: string | number | Date, timeZone: string): string {
  const parts = formatter("en", timeZone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(new Date(moment));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  // A year is written without leading zeros whatever its style, and a field has year 2 while 2026 is typed.
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

// A calendar date has no zone: it is read and written in UTC, so that no shift can move it to its neighbour.
function atNoon(date: string): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError(`not a calendar date: ${date}`);
  return new Date(`${date}T12:00:00Z`);
}

function daysBetween(from: string, to: string): number {
  return Math.round((atNoon(to).getTime() - atNoon(from).getTime()) / 86_400_000);
}

function capitalised(words: string, locale: string): string {
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

/**
 * A calendar date by name: Today, Tomorrow, or Sat 28 Nov.
 *
 * @param date YYYY-MM-DD on the theatre's calendar
 * @param timeZone the theatre's, which decides what day it is there
 * @param now the present moment, best from the server's clock
 */
export function formatDayName(
  date: string,
  timeZone: string,
  locale: string,
  now: string | number | Date = Date.now(),
): string {
  const away = daysBetween(localDate(now, timeZone), date);
  if (away === 0 || away === 1) {
    const name = new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(away, "day");
    return capitalised(name, locale);
  }
  return formatDate(date, locale);
}

/** A calendar date: Sat 28 Nov; with the year when asked, for dates that may lie far away. */
export function formatDate(date: string, locale: string, { year = false }: { year?: boolean } = {}): string {
  const parts: Intl.DateTimeFormatOptions = year
    ? { day: "numeric", month: "short", year: "numeric" }
    : { weekday: "short", day: "numeric", month: "short" };
  return formatter(locale, "UTC", parts).format(atNoon(date));
}

/** The weekday, the day of the month and the month apart, for a strip of days to choose from. */
export function dayParts(date: string, locale: string): { weekday: string; day: string; month: string } {
  const noon = atNoon(date);
  return {
    weekday: formatter(locale, "UTC", { weekday: "short" }).format(noon),
    day: formatter(locale, "UTC", { day: "numeric" }).format(noon),
    month: formatter(locale, "UTC", { month: "short" }).format(noon),
  };
}

/** The zone's short name at that moment (IST, EDT), for people who book from elsewhere. */
export function zoneName(moment: string, timeZone: string, locale: string): string {
  const parts = formatter(locale, timeZone, { timeZoneName: "short" }).formatToParts(new Date(moment));
  return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}

/** How long a film lasts: 2h 32m. */
export function formatDuration(minutes: number, locale: string): string {
  const unit = (value: number, name: "hour" | "minute") =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "narrow" }).format(value);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours > 0 ? unit(hours, "hour") : null, rest > 0 || hours === 0 ? unit(rest, "minute") : null]
    .filter((part) => part !== null)
    .join(" ");
}

/** What is left on a countdown: 09:42. Rounded up, so that 00:00 shows only when the time is really over. */
export function formatCountdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}

/** A span for the same data in HTML's `datetime` attribute: PT9M42S. */
export function isoDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `PT${Math.floor(seconds / 60)}M${seconds % 60}S`;
}

/** What a theatre's clock shows at a moment, for a field of type `datetime-local`: 2026-11-27T19:30. */
export function wallTime(moment: string | number | Date, timeZone: string): string {
  const time = formatter("en", timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${localDate(moment, timeZone)}T${time.format(new Date(moment))}`;
}

/**
 * The moment at which a theatre's clock shows `wall`, in RFC 3339.
 *
 * Where the clock shows it twice, in the autumn, the first is meant; a time that it skips, in the spring, is as much
 * later as the clock was put on.
 *
 * @param wall as a field of type `datetime-local` has it: 2026-11-27T19:30
 * @throws RangeError when it is no such text
 */
export function momentOf(wall: string, timeZone: string): string {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(wall)) throw new RangeError(`not a time: ${wall}`);
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) throw new RangeError(`not a time: ${wall}`);
  const ahead = (moment: number) =>
    Date.parse(`${wallTime(moment, timeZone)}Z`) - Math.floor(moment / 60_000) * 60_000;
  // A zone's distance from UTC on the day before and after: equal but for two days a year.
  const candidates = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) => asUtc - ahead(near));
  const shown = candidates.filter((moment) => wallTime(moment, timeZone) === wall.slice(0, 16));
  return new Date(shown.length > 0 ? Math.min(...shown) : Math.max(...candidates)).toISOString();
}
