import {
  type HouseLayoutSummary,
  type HouseMovie,
  type HouseScreen,
  type HouseShow,
  type HouseTheatre,
} from "@movie-magic/client-sdk/staff";

import { type Answer, type Asked } from "./desk";

/** A film; what a test is about, it says. */
export function aFilm(id: number, change: Partial<HouseMovie> = {}): HouseMovie {
  return {
    id,
    slug: `film-${id}`,
    title: `Film ${id}`,
    original_title: null,
    tagline: "",
    synopsis: "Somebody goes somewhere.",
    genres: ["Drama", "War, and peace"],
    languages: ["Telugu", "Hindi"],
    countries: ["India"],
    duration_minutes: 120,
    released_on: "2026-11-20",
    certificate: "UA",
    popularity: 7,
    palette: { ground: "#101010", light: "#f0f0f0", accent: "#ffb454" },
    motif: "curtain",
    cast: [{ name: "Savitri", role: null }],
    directors: ["K. V. Reddy"],
    rating: 8.1,
    rating_count: 12,
    poster_url: `/posters/film-${id}.svg`,
    shows: 3,
    created_at: "2026-11-01T00:00:00Z",
    updated_at: "2026-11-01T00:00:00Z",
    etag: "first",
    ...change,
  };
}

/** A theatre of the house. */
export function aTheatre(id: number, change: Partial<HouseTheatre> = {}): HouseTheatre {
  return {
    id,
    slug: `theatre-${id}`,
    name: "Deccan Palace",
    city: "hyderabad",
    city_name: "Hyderabad",
    address: "3 Station Road",
    latitude: 17.4399,
    longitude: -0.0729,
    time_zone: "Asia/Kolkata",
    currency: "INR",
    amenities: ["Step-free access", "Bar"],
    fee_per_ticket: 2_950,
    counter_fee_per_ticket: 550,
    tax_name: "GST",
    tax_rate: 1_250,
    tax_included: true,
    rounding_unit: 100,
    point_value: 25,
    points_rate: 500,
    cancellation_policy: [
      { hours_before: 24, refund_percent: 100 },
      { hours_before: 4, refund_percent: 50 },
    ],
    sale_closes_after_start: -15,
    cash_release_before_start: 30,
    cash_reservation_minutes: 120,
    single_gap_rule: true,
    screens: 1,
    shows: 3,
    etag: "first",
    ...change,
  };
}

/** A screen of the first theatre. */
export function aScreen(id: number, change: Partial<HouseScreen> = {}): HouseScreen {
  return {
    id,
    theatre_id: 1,
    theatre_name: "Deccan Palace",
    name: `Screen ${id}`,
    formats: ["2D", "IMAX"],
    layout_id: id * 10,
    layout_version: 2,
    capacity: 84,
    categories: { premium: 20, standard: 62, companion: 2 },
    shows: 3,
    etag: "first",
    ...change,
  };
}

/** The newest layout of a screen. */
export function aLayout(id: number, change: Partial<HouseLayoutSummary> = {}): HouseLayoutSummary {
  return {
    id,
    screen_id: id / 10,
    screen_name: `Screen ${id / 10}`,
    theatre_id: 1,
    theatre_name: "Deccan Palace",
    version: 2,
    seat_count: 84,
    newest: true,
    shows: 3,
    categories: { premium: 20, standard: 62, companion: 2 },
    created_at: "2026-11-01T00:00:00Z",
    ...change,
  };
}

const rupees = (amount: number) => ({ amount, currency: "INR" });

/** A show of the first film on the first screen, at half past seven in the evening. */
export function aShow(id: number, change: Partial<HouseShow> = {}): HouseShow {
  return {
    id,
    movie: { id: 1, title: "Film 1", duration_minutes: 120 },
    theatre: { id: 1, name: "Deccan Palace", city: "hyderabad", city_name: "Hyderabad" },
    screen: { id: 1, name: "Screen 1" },
    layout: { id: 10, version: 2 },
    starts_at: "2126-11-28T19:30:17+05:30",
    ends_at: "2126-11-28T21:30:17+05:30",
    free_at: "2126-11-28T21:45:17+05:30",
    local_date: "2126-11-28",
    time_zone: "Asia/Kolkata",
    sales_close_at: "2126-11-28T19:40:17+05:30",
    language: "Telugu",
    subtitles: null,
    format: "2D",
    status: "on_sale",
    prices: { standard: rupees(20_050), premium: rupees(30_000) },
    price_from: rupees(20_050),
    seats: 84,
    capacity: 84,
    seats_left: 84,
    held: 0,
    sold: 0,
    reserved: 0,
    blocked: 0,
    created_at: "2026-11-01T00:00:00Z",
    etag: "first",
    ...change,
  };
}

interface Programme {
  readonly films?: readonly HouseMovie[];
  readonly theatres?: readonly HouseTheatre[];
  readonly screens?: readonly HouseScreen[];
  readonly layouts?: readonly HouseLayoutSummary[];
  readonly shows?: readonly HouseShow[];
}

/** Answers what is asked of a programme; a test adds what its deeds are answered with. */
export function programmeOf(
  programme: Programme,
  deed: (asked: Asked) => Answer | undefined = () => undefined,
): (asked: Asked) => Answer | undefined {
  const lists: Readonly<Record<string, readonly object[]>> = {
    "/admin/movies": programme.films ?? [aFilm(1)],
    "/admin/theatres": programme.theatres ?? [aTheatre(1)],
    "/admin/screens": programme.screens ?? [aScreen(1)],
    "/admin/layouts": programme.layouts ?? [aLayout(10)],
    "/admin/shows": programme.shows ?? [],
    "/cities": [{ slug: "hyderabad", name: "Hyderabad", country: "IN" }],
  };
  return (asked) => {
    const done = deed(asked);
    if (done !== undefined) return done;
    const items = lists[asked.path.split("?")[0] ?? ""];
    return asked.method === "GET" && items !== undefined ? [200, { items, next_cursor: null }] : undefined;
  };
}
