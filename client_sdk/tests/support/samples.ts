import {
  type Booking,
  type Hold,
  type Layout,
  type LayoutSeat,
  type MovieSummary,
  type SessionAnswer,
  type ShowSeats,
  type ShowSummary,
} from "../../src/api/index.ts";

export const rupees = (amount: number) => ({ amount: amount * 100, currency: "INR" });

export const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

export function aHold(change: Partial<Hold> = {}): Hold {
  return {
    hold_id: "h-1",
    hold_token: "token-1",
    show_id: 42,
    seats: ["F12", "F13"],
    expires_at: inMs(600_000),
    server_time: inMs(0),
    extendable_until: inMs(1_200_000),
    quote: {
      lines: [],
      total: rupees(700),
      included_tax: rupees(0),
      model_version: null,
      source: "base",
      sale: "online",
      cancellation_policy: [],
    },
    ...change,
  };
}

export function aSession(change: Partial<SessionAnswer> = {}): SessionAnswer {
  return {
    access_token: "access-1",
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: null,
    device_token: null,
    user: {
      id: "u-1",
      email: "asha@example.org",
      name: "Asha",
      phone: null,
      roles: ["customer"],
      email_verified: false,
      phone_verified: false,
      locale: "te",
    },
    ...change,
  };
}

const movie: MovieSummary = {
  id: 7,
  slug: "mayabazar",
  title: "Mayabazar",
  original_title: null,
  tagline: "Where has the feast gone?",
  synopsis: "A wedding, and a great deal of magic.",
  genres: ["fantasy"],
  languages: ["Telugu"],
  duration_minutes: 184,
  released_on: "1957-03-27",
  certificate: "U",
  rating: 9.1,
  rating_count: 5400,
  poster_url: "/posters/mayabazar.svg",
  backdrop_url: "/posters/mayabazar.wide.svg",
  palette: { ground: "#101010", light: "#ffffff", accent: "#ffc45c" },
  next_show_at: null,
  price_from: null,
  prices_from: [],
};

const show: ShowSummary = {
  id: 42,
  movie_id: 7,
  movie_title: "Mayabazar",
  theatre: { id: 1, name: "Prasads", city: "hyderabad", city_name: "Hyderabad" },
  screen: { id: 2, name: "Screen 2" },
  starts_at: "2026-11-28T19:30:00+05:30",
  ends_at: "2026-11-28T22:50:00+05:30",
  local_date: "2026-11-28",
  time_zone: "Asia/Kolkata",
  language: "Telugu",
  subtitles: null,
  format: "2D",
  status: "on_sale",
  seats_left: 100,
  capacity: 120,
  price_from: rupees(220),
};

export function aBooking(
  change: Partial<Omit<Booking, "payment">> & { readonly payment?: Partial<Booking["payment"]> } = {},
): Booking {
  const { payment, ...rest } = change;
  return {
    id: "b-1",
    reference: "MM-7QK2",
    user_id: "u-1",
    sale: "online",
    status: "pending",
    show_id: 42,
    show,
    movie,
    seats: ["F12", "F13"],
    lines: [],
    total: rupees(700),
    created_at: inMs(0),
    server_time: inMs(0),
    expires_at: inMs(600_000),
    tickets: [],
    refunds: [],
    closed_by: null,
    cancellable: false,
    cancellation_policy: [],
    ...rest,
    payment: {
      id: "p-1",
      method: "mock_upi",
      status: "requires_action",
      decline_reason: null,
      next_action: {
        type: "mock_approval",
        approve_url: "/payments/mock/p-1/approve",
        decline_url: "/payments/mock/p-1/decline",
      },
      ...payment,
    },
  };
}

/** Seats in rows of the given widths with an aisle after each row's third seat; row A is nearest the screen. */
export function someSeats(widths: readonly number[]): LayoutSeat[] {
  let index = 0;
  return widths.flatMap((width, row) =>
    Array.from({ length: width }, (_, place): LayoutSeat => {
      const label = String.fromCharCode(65 + row);
      return {
        index: index++,
        label: `${label}${place + 1}`,
        row: label,
        number: place + 1,
        x: place + (place >= 3 ? 1 : 0),
        y: row,
        w: 1,
        category: "standard",
        zone: "stalls",
      };
    }),
  );
}

/** The layout of {@link someSeats}. */
export function someRows(widths: readonly number[]): Layout["rows"] {
  return widths.map((_, row) => ({ label: String.fromCharCode(65 + row), y: row }));
}

export function aHouse(states: string, change: Partial<ShowSeats> = {}): ShowSeats {
  const seats = someSeats([states.length]);
  return {
    show_id: 42,
    epoch: "e1",
    version: 10,
    layout: {
      id: 1,
      version: 1,
      rows: [{ label: "A", y: 0 }],
      width: 20,
      height: 1,
      screen: { x: 0, width: 20 },
      seats,
    },
    states,
    prices: { standard: { amount: 22000, currency: "INR", source: "base" } },
    server_time: inMs(0),
    max_seats: 10,
    ...change,
  };
}
