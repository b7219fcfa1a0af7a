import { type Booking, type Hold } from "@movie-magic/client-sdk/api";

const money = (amount: number) => ({ amount, currency: "INR" });

const lines: Booking["lines"] = [
  {
    kind: "seats",
    label: "Standard",
    amount: 44000,
    currency: "INR",
    quantity: 2,
    unit_amount: 22000,
    category: "standard",
  },
  {
    kind: "fee",
    label: "Convenience fee",
    amount: 5900,
    currency: "INR",
    quantity: null,
    unit_amount: null,
    category: null,
  },
];

/** A hold of B2 and B3 that stands for another ten minutes. */
export function aHold(): Hold {
  const now = Date.now();
  return {
    hold_id: "hold-1",
    hold_token: "token-1",
    show_id: 42,
    seats: ["B2", "B3"],
    expires_at: new Date(now + 600_000).toISOString(),
    extendable_until: new Date(now + 1_200_000).toISOString(),
    server_time: new Date(now).toISOString(),
    quote: {
      lines,
      total: money(49900),
      included_tax: money(0),
      model_version: null,
      source: "base",
      sale: "online",
      cancellation_policy: [],
    },
  };
}

/** A booking of B2 and B3, waiting for the bank unless told otherwise. */
export function aBooking(change: Partial<Booking> = {}): Booking {
  const now = Date.now();
  const at = (ms: number) => new Date(now + ms).toISOString();
  return {
    id: "booking-1",
    reference: "MVM-20261128-ABCD2345",
    user_id: "user-1",
    sale: "online",
    status: "pending",
    show_id: 42,
    show: {
      id: 42,
      movie_id: 7,
      movie_title: "Mayabazar",
      theatre: { id: 1, name: "Golconda Talkies", city: "hyderabad", city_name: "Hyderabad" },
      screen: { id: 2, name: "Screen 2" },
      starts_at: at(86_400_000),
      ends_at: at(97_200_000),
      local_date: "2026-11-28",
      time_zone: "Asia/Kolkata",
      language: "Telugu",
      subtitles: null,
      format: "2D",
      status: "on_sale",
      seats_left: 13,
      capacity: 15,
      price_from: money(22000),
    },
    movie: {
      id: 7,
      slug: "mayabazar",
      title: "Mayabazar",
      original_title: null,
      tagline: "The wedding of an illusion.",
      synopsis: "A wedding and an illusion.",
      genres: ["Fantasy"],
      languages: ["Telugu"],
      duration_minutes: 184,
      released_on: "1957-03-27",
      certificate: "U",
      rating: null,
      rating_count: 0,
      poster_url: "/posters/mayabazar.svg",
      backdrop_url: "/posters/mayabazar.wide.svg",
      palette: { ground: "#000000", light: "#ffffff", accent: "#888888" },
      next_show_at: null,
      price_from: null,
      prices_from: [],
    },
    seats: ["B2", "B3"],
    lines,
    total: money(49900),
    created_at: at(0),
    server_time: at(0),
    expires_at: at(600_000),
    payment: {
      id: "payment-1",
      method: "mock_upi",
      status: "requires_action",
      decline_reason: null,
      next_action: {
        type: "mock_approval",
        approve_url: "/payments/mock/payment-1/approve",
        decline_url: "/payments/mock/payment-1/decline",
      },
    },
    tickets: [],
    refunds: [],
    closed_by: null,
    cancellable: false,
    cancellation_policy: [],
    ...change,
  };
}

/** The same, paid. */
export function aPaidBooking(): Booking {
  const pending = aBooking();
  return aBooking({
    status: "confirmed",
    expires_at: null,
    cancellable: true,
    payment: { ...pending.payment, status: "succeeded", next_action: null },
    tickets: pending.seats.map((seat) => ({
      id: `ticket-${seat}`,
      seat,
      category: "standard",
      price: money(22000),
      code: `code-${seat}`,
      status: "valid",
      points: 0,
      refunded: null,
      points_returned: null,
      qr_url: `/tickets/code-${seat}/qr.svg`,
    })),
  });
}

/** The same, declined by the bank. */
export function aDeclinedBooking(): Booking {
  const pending = aBooking();
  return aBooking({ payment: { ...pending.payment, status: "declined", next_action: null } });
}
