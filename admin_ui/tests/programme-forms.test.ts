import { describe, expect, test } from "vitest";

import { namesOf, namesText } from "@/components/form/names";
import { fieldsOfFilm, filmField, filmOf, newFilm } from "@/features/films/film-form";
import { wantedFilms } from "@/features/films/filter";
import { chosenOf, fieldsOfShow, isSold, newShow, showField, showOf } from "@/features/shows/show-form";
import { fieldsOfScreen, layoutsFor, screenOf } from "@/features/theatres/screen-form";
import {
  fieldsOfTheatre,
  newCity,
  newTheatre,
  theatreField,
  theatreOf,
} from "@/features/theatres/theatre-form";

import { aFilm, aLayout, aScreen, aShow, aTheatre } from "./support/programme";

describe("names in one field", () => {
  test("have commas between, and none is empty", () => {
    expect(namesOf(" Drama,  Crime ,, ")).toEqual(["Drama", "Crime"]);
  });

  test("stay as they were where nobody touched them, though one has a comma", () => {
    const names = ["Drama", "War, and peace"];
    expect(namesOf(namesText(names), names)).toEqual(names);
    expect(namesOf("Drama, War", names)).toEqual(["Drama", "War"]);
  });
});

describe("a film's form", () => {
  test("that is only looked at changes nothing", () => {
    const film = aFilm(1, { original_title: "మాయాబజార్" });
    const { id, rating, rating_count, poster_url, shows, created_at, updated_at, etag, ...asItIs } = film;
    expect([id, rating, rating_count, poster_url, shows, created_at, updated_at, etag]).toHaveLength(8);
    expect(filmOf(fieldsOfFilm(film), film)).toEqual(asItIs);
  });

  test("leaves to the house what is left empty", () => {
    const wanted = filmOf(
      { ...newFilm, title: " Lamp ", duration_minutes: "118", cast: [{ name: " Savitri ", role: " " }] },
      null,
    );
    expect(wanted).toMatchObject({
      title: "Lamp",
      slug: null,
      original_title: null,
      duration_minutes: 118,
      countries: [],
      cast: [{ name: "Savitri", role: null }],
    });
  });

  test("has a field for whatever the house finds wrong", () => {
    expect(filmField("genres.1")).toBe("genres");
    expect(filmField("palette")).toBe("palette.light");
    expect(filmField("cast.0.name")).toBe("cast.0.name");
  });

  test("is found by title, or by who is in it, without its accents", () => {
    const films = [aFilm(1, { title: "Amélie", cast: [] }), aFilm(2, { languages: ["Tamil"] })];
    const found = (words: string, language = "") =>
      wantedFilms(films, { words, language }).map(({ id }) => id);
    expect(found("amelie")).toEqual([1]);
    expect(found("savitri")).toEqual([2]);
    expect(found("", "Tamil")).toEqual([2]);
  });
});

describe("a theatre's form", () => {
  test("that is only looked at changes nothing", () => {
    const theatre = aTheatre(1);
    const { id, city_name, screens, shows, etag, ...asItIs } = theatre;
    expect([id, city_name, screens, shows, etag]).toHaveLength(5);
    expect(theatreOf(fieldsOfTheatre(theatre), theatre)).toEqual({ ...asItIs, new_city: null });
  });

  test("has money and percent as people write them", () => {
    expect(fieldsOfTheatre(aTheatre(1))).toMatchObject({
      fee_per_ticket: "29.50",
      point_value: "0.25",
      tax_rate: "12.5",
    });
    const yen = { ...newTheatre("Asia/Tokyo", "JPY"), fee_per_ticket: "150" };
    expect(theatreOf(yen, null)).toMatchObject({ fee_per_ticket: 150, rounding_unit: 1 });
  });

  test("names a city that is there, or a new one, and never both", () => {
    const fields = { ...newTheatre("Asia/Kolkata", "INR"), new_city: { name: " Warangal ", country: "in" } };
    expect(theatreOf({ ...fields, city: "hyderabad" }, null)).toMatchObject({
      city: "hyderabad",
      new_city: null,
    });
    expect(theatreOf({ ...fields, city: newCity }, null)).toMatchObject({
      city: null,
      new_city: { name: "Warangal", country: "IN" },
    });
  });

  test("has a field for what is wrong with its rules together", () => {
    expect(theatreField("cancellation_policy")).toBe("cancellation_policy.0.refund_percent");
    expect(theatreField("amenities.3")).toBe("amenities");
    expect(theatreField("new_city.name")).toBe("new_city.name");
  });
});

describe("a screen's form", () => {
  test("that is only looked at changes nothing, and asks for no seats", () => {
    const fields = fieldsOfScreen(aScreen(1));
    expect(screenOf(fields, 1, aScreen(1))).toEqual({
      theatre_id: 1,
      name: "Screen 1",
      formats: ["2D", "IMAX"],
    });
    expect(fields.layout_id).toBe("");
  });

  test("offers the newest seats of other screens, and those it had itself", () => {
    const layouts = [
      aLayout(10),
      aLayout(9, { screen_id: 1, version: 1, newest: false }),
      aLayout(20),
      aLayout(19, { screen_id: 2, version: 1, newest: false }),
    ];
    const ids = (screen: Parameters<typeof layoutsFor>[0]) => layoutsFor(screen, layouts).map(({ id }) => id);
    expect(ids(aScreen(1))).toEqual([9, 20]);
    expect(ids(null)).toEqual([10, 20]);
  });
});

describe("a show's form", () => {
  const stock = { films: [aFilm(1)], theatres: [aTheatre(1)], screens: [aScreen(1)], layouts: [aLayout(10)] };
  const place = { seats: aScreen(1).categories, zone: "Asia/Kolkata", currency: "INR" };

  test("that is only looked at changes nothing, not even the seconds", () => {
    expect(showOf(fieldsOfShow(aShow(5)), place, aShow(5))).toEqual({
      movie_id: 1,
      screen_id: 1,
      layout_id: 10,
      starts_at: "2126-11-28T19:30:17+05:30",
      language: "Telugu",
      subtitles: null,
      format: "2D",
      status: "on_sale",
      prices: { standard: 20_050, premium: 30_000 },
    });
  });

  test("starts on the theatre's clock, and prices only seats that there are", () => {
    const fields = {
      ...newShow("1"),
      starts_at: "2126-11-28T18:00",
      prices: { standard: "180.50", premium: " ", vip: "900" },
    };
    expect(showOf(fields, place, null)).toMatchObject({
      starts_at: "2126-11-28T12:30:00.000Z",
      layout_id: null,
      prices: { standard: 18_050 },
    });
  });

  test("knows the seats of the layout that is chosen, else those of the screen", () => {
    const other = aLayout(9, { screen_id: 1, categories: { vip: 12 } });
    const all = { ...stock, layouts: [...stock.layouts, other] };
    const fields = fieldsOfShow(aShow(5));
    expect(chosenOf({ ...fields, layout_id: "9" }, all).seats).toEqual({ vip: 12 });
    expect(chosenOf({ ...fields, layout_id: "" }, all).seats).toEqual(aScreen(1).categories);
    expect(chosenOf({ ...fields, screen_id: "", layout_id: "" }, all).seats).toEqual({});
  });

  test("stays what it was sold as while a ticket is out", () => {
    expect(isSold(null)).toBe(false);
    expect(isSold(aShow(5))).toBe(false);
    expect(isSold(aShow(5, { reserved: 1 }))).toBe(true);
  });

  test("says what is wrong with all prices together above its buttons", () => {
    expect(showField("prices")).toBeNull();
    expect(showField("prices.vip")).toBe("prices.vip");
  });
});
