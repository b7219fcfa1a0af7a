import { type SessionAnswer } from "@movie-magic/client-sdk/api";
import { createTranslator } from "@movie-magic/client-sdk/i18n";
import { en as shared } from "@movie-magic/client-sdk/messages/en";
import { nameOf } from "@movie-magic/client-sdk/names";
import { en as names } from "@movie-magic/client-sdk/names/en";
import { createStaffApi, HouseLine, type Prediction, type StaffApi } from "@movie-magic/client-sdk/staff";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode } from "react";
import { createMemoryRouter, NavigationType, type RouteObject } from "react-router";
import { RouterProvider } from "react-router/dom";

import { type StaffApp } from "@/app/staff-app";
import { StaffRoot } from "@/app/staff-root";
import { allWords } from "@/words";
import { en } from "@/words/en";

import { type Answer, type Asked, type Desk, openDesk } from "./desk";

/** What the server answers when somebody with these roles signs in. */
export function signedIn(...roles: string[]): SessionAnswer {
  return {
    access_token: "access-1",
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: null,
    device_token: null,
    user: {
      id: "user-1",
      email: "priya@example.com",
      name: "Priya",
      phone: null,
      roles,
      email_verified: true,
      phone_verified: false,
      locale: "en",
    },
  };
}

/** Theatres, as many pages want them. */
export const theatres = {
  items: [
    { id: 1, name: "Deccan Palace", city_name: "Hyderabad", time_zone: "Asia/Kolkata", currency: "INR" },
    { id: 2, name: "Galaxy", city_name: "Mumbai", time_zone: "Asia/Kolkata", currency: "INR" },
  ],
};

interface House {
  readonly desk: Desk;
  readonly api: StaffApi;
  readonly user: ReturnType<typeof userEvent.setup>;
  /** The present address, with its query. */
  readonly address: () => string;
  /** How many steps Back would undo. */
  readonly steps: () => number;
}

interface HouseOptions {
  /** Where one begins. */
  readonly at?: string;
  /** Roles of whoever is signed in; null for nobody. */
  readonly roles?: readonly string[] | null;
  readonly answer?: (asked: Asked) => Answer | undefined | Promise<Answer | undefined>;
}

/** Shows routes, or one component, as the application would: a real client, a real server, addresses in memory. */
export async function openHouse(what: RouteObject[] | ReactNode, options: HouseOptions = {}): Promise<House> {
  const { at = "/", roles = ["admin"], answer = () => undefined } = options;
  const desk = await openDesk(async (asked) => {
    const given = await answer(asked);
    if (given !== undefined) return given;
    return asked.path.startsWith("/theatres") ? [200, theatres] : undefined;
  });
  const api = createStaffApi({ baseUrl: desk.url, locale: () => "en" });
  if (roles !== null) await api.session.adopt(signedIn(...roles));
  const words = allWords(shared, names, en);
  const app: StaffApp = {
    api,
    line: new HouseLine({ url: "ws://127.0.0.1:9/ws/admin", token: () => Promise.resolve(null) }),
    t: createTranslator("en", words),
    nameOf: (kind, value) => nameOf(words, kind, value),
    locale: "en",
    intl: "en-IN",
  };
  const routes = Array.isArray(what) ? what : [{ path: "*", element: what }];
  const router = createMemoryRouter(routes, { initialEntries: [at] });
  let steps = 0;
  router.subscribe(({ historyAction }) => {
    if (historyAction === NavigationType.Push) steps += 1;
  });
  render(
    <StaffRoot app={app}>
      <RouterProvider router={router} />
    </StaffRoot>,
  );
  return {
    desk,
    api,
    user: userEvent.setup(),
    steps: () => steps,
    address: () => {
      const { pathname, search } = router.state.location;
      return `${pathname}${search}`;
    },
  };
}

const rupees = (amount: number) => ({ amount: amount * 100, currency: "INR" });

/** A forecast of one show; what a test is about, it says. */
export function aPrediction(showId: number, change: Partial<Prediction> = {}): Prediction {
  return {
    show_id: showId,
    movie_id: 1,
    movie_title: `Film ${showId}`,
    theatre: { id: 1, name: "Deccan Palace", city: "Hyderabad" },
    screen: { id: 1, name: "Screen 1" },
    time_zone: "Asia/Kolkata",
    starts_at: "2026-11-28T14:00:00Z",
    capacity: 200,
    sold: 40,
    seats_left: 160,
    expected_tickets: 120,
    low: 100,
    high: 140,
    level: 0.9,
    confidence: 0.8,
    base_price: rupees(220),
    current_price: rupees(220),
    source: "base",
    recommended_price: rupees(250),
    change_percent: 13.6,
    floor: rupees(176),
    ceiling: rupees(275),
    may_apply: true,
    next_price: rupees(240),
    steps_to_goal: 2,
    step_minutes: 60,
    next_step_at: "2026-11-27T14:00:00Z",
    goal_at: "2026-11-27T15:00:00Z",
    expected_tickets_to_come: 80,
    booked_revenue: rupees(8_800),
    recommended_tickets_to_come: 75.6,
    current_average_price: rupees(220),
    expected_revenue_to_come: rupees(17_600),
    recommended_average_price: rupees(250),
    expected_revenue: rupees(26_400),
    recommended_revenue_to_come: rupees(18_900),
    recommended_revenue: rupees(27_700),
    gain_percent: 7.39,
    held_out: false,
    automatic: true,
    override: null,
    ...change,
  };
}
