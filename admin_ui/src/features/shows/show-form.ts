import { momentOf, wallTime } from "@movie-magic/client-sdk/dates";
import { amountText, parseAmount } from "@movie-magic/client-sdk/money";
import {
  type HouseLayoutSummary,
  type HouseMovie,
  type HouseScreen,
  type HouseShow,
  type HouseShowChange,
  type HouseTheatre,
} from "@movie-magic/client-sdk/staff";

import { usualKinds } from "@/data/seat-kinds";

/** What the house can make of a show; cancelling is another deed. */
export const statuses = ["scheduled", "on_sale", "closed"] as const;

/** A show as a form has it: everything is text that a person can type or choose. */
export interface ShowFields {
  theatre_id: string;
  screen_id: string;
  /** Empty for the newest of the screen. */
  layout_id: string;
  movie_id: string;
  starts_at: string;
  language: string;
  subtitles: string;
  format: string;
  status: (typeof statuses)[number];
  prices: Record<string, string>;
}

/** What a show can be made of. */
export interface Stock {
  readonly films: readonly HouseMovie[];
  readonly theatres: readonly HouseTheatre[];
  readonly screens: readonly HouseScreen[];
  readonly layouts: readonly HouseLayoutSummary[];
}

/** What is chosen of the stock; undefined where nothing is yet. */
export interface Chosen {
  readonly film: HouseMovie | undefined;
  readonly theatre: HouseTheatre | undefined;
  readonly screen: HouseScreen | undefined;
  /** The layout's seats by category. */
  readonly seats: Readonly<Record<string, number>>;
}

/** A new show's fields; at a theatre, where one is meant. */
export function newShow(theatreId: string): ShowFields {
  return {
    theatre_id: theatreId,
    screen_id: "",
    layout_id: "",
    movie_id: "",
    starts_at: "",
    language: "",
    subtitles: "",
    format: "",
    status: "on_sale",
    prices: {},
  };
}

/** The fields of a show that there is. */
export function fieldsOfShow(show: HouseShow): ShowFields {
  return {
    theatre_id: String(show.theatre.id),
    screen_id: String(show.screen.id),
    layout_id: String(show.layout.id),
    movie_id: String(show.movie.id),
    starts_at: wallTime(show.starts_at, show.time_zone),
    language: show.language,
    subtitles: show.subtitles ?? "",
    format: show.format,
    status: statuses.find((each) => each === show.status) ?? "closed",
    // Empty and not missing where a kind is not sold: a form that is filled anew clears what it had there.
    prices: {
      ...Object.fromEntries(usualKinds.map((category) => [category, ""])),
      ...Object.fromEntries(
        Object.entries(show.prices).map(([category, price]) => [category, amountText(price)]),
      ),
    },
  };
}

/** Finds what the fields name. */
export function chosenOf(
  fields: Pick<ShowFields, "theatre_id" | "screen_id" | "layout_id" | "movie_id">,
  { films, theatres, screens, layouts }: Stock,
): Chosen {
  const screen = screens.find(({ id }) => String(id) === fields.screen_id);
  const layout = layouts.find(({ id }) => String(id) === fields.layout_id);
  return {
    film: films.find(({ id }) => String(id) === fields.movie_id),
    theatre: theatres.find(({ id }) => String(id) === fields.theatre_id),
    screen,
    seats: layout?.categories ?? screen?.categories ?? {},
  };
}

/** Whether tickets are out for a show: what they were bought for then stays. */
export function isSold(show: HouseShow | null): boolean {
  return show !== null && show.sold + show.reserved > 0;
}

/**
 * What the fields say. A start that was not touched keeps its seconds; a price of seats that the layout has not is none.
 *
 * @param before the show that is changed; null for a new one
 */
export function showOf(
  fields: ShowFields,
  {
    seats,
    zone,
    currency,
  }: { readonly seats: Chosen["seats"]; readonly zone: string; readonly currency: string },
  before: HouseShow | null,
): HouseShowChange {
  const untouched = before !== null && wallTime(before.starts_at, zone) === fields.starts_at;
  const prices = Object.keys(seats).flatMap((category) => {
    const amount = parseAmount(fields.prices[category] ?? "", currency);
    return amount === null ? [] : [[category, amount] as const];
  });
  return {
    movie_id: Number(fields.movie_id),
    screen_id: Number(fields.screen_id),
    layout_id: fields.layout_id === "" ? null : Number(fields.layout_id),
    starts_at: untouched ? before.starts_at : momentOf(fields.starts_at, zone),
    language: fields.language,
    subtitles: fields.subtitles.trim() || null,
    format: fields.format,
    status: fields.status,
    prices: Object.fromEntries(prices),
  };
}

/** The form's field for what the server finds wrong; that there is no price at all is said of the whole. */
export function showField(path: string): string | null {
  return path === "prices" ? null : path;
}

/** What can be chosen, with what is chosen already though it can be no more. */
export function withPresent(choices: readonly string[], present: string): readonly string[] {
  return present === "" || choices.includes(present) ? choices : [...choices, present];
}
