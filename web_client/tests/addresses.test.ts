import { describe, expect, test } from "vitest";

import { moviesHref, parseFilters } from "@/app/movies/filters";
import { nextPage } from "@/features/account/next-page";
import { checkoutHref } from "@/features/checkout/address";
import { liveUrl } from "@/features/show/use-showroom-parts";

describe("the page after signing in", () => {
  test.each(["/shows/42", "/movies?q=maya#top", "/"])("is followed within the site: %s", (path) => {
    expect(nextPage(path)).toBe(path);
  });

  test.each([
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "/\\elsewhere.example/",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "/x/..//elsewhere.example/",
    "/api/auth/logout",
    "/%61pi/auth/logout",
    "/api",
    "shows/42",
    "",
  ])("is the account instead of %j", (path) => {
    expect(nextPage(path)).toBe("/account");
  });

  test("is the account when the address names several", () => {
    expect(nextPage(["/a", "/b"])).toBe("/account");
  });
});

describe("the filters of the film list", () => {
  test("are read from the address and written back to it", () => {
    const search = parseFilters({
      q: " maya ",
      genre: "Fantasy",
      rating_min: "7",
      sort: "rating",
      upcoming: "true",
    });
    expect(search).toEqual({ q: "maya", genre: "Fantasy", rating_min: 7, sort: "rating", upcoming: true });
    expect(moviesHref(search)).toBe("/movies?q=maya&genre=Fantasy&rating_min=7&sort=rating&upcoming=true");
  });

  test("leave out what makes no sense", () => {
    expect(
      parseFilters({ date: "tomorrow", rating_min: "lots", sort: "worst", genre: "", other: "x" }),
    ).toEqual({});
    expect(moviesHref({})).toBe("/movies");
  });
});

describe("the live line", () => {
  const page = { protocol: "https:", hostname: "tickets.example" };

  test("goes to the page's own host, encrypted when the page is", () => {
    expect(liveUrl({ kind: "port", port: 8000 }, page, 42)).toBe("wss://tickets.example:8000/ws/shows/42");
    expect(liveUrl({ kind: "port", port: 8000 }, { ...page, protocol: "http:" }, 42)).toBe(
      "ws://tickets.example:8000/ws/shows/42",
    );
  });

  test("goes to an address of its own where there is one", () => {
    expect(liveUrl({ kind: "origin", origin: "https://live.example" }, page, 42)).toBe(
      "wss://live.example/ws/shows/42",
    );
  });
});

test("the address of a checkout says all that is needed to take it up again", () => {
  expect(checkoutHref({ hold_id: "h1", show_id: 42, seats: ["B2", "B3"] })).toBe(
    "/checkout/h1?show=42&seats=B2%2CB3",
  );
});
