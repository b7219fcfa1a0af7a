import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { routes } from "@/app/routes";
import { everyItem } from "@/data/every-item";

import { refusal } from "./support/desk";
import { openHouse } from "./support/house";
import { aFilm, aLayout, aScreen, aShow, aTheatre, programmeOf } from "./support/programme";

test("a list is asked for until nothing of it is left", async () => {
  const places: unknown[] = [];
  const found = await everyItem((place) => {
    places.push(place);
    return Promise.resolve({ items: [places.length], next_cursor: places.length < 3 ? "on" : null });
  });
  expect(found).toEqual([1, 2, 3]);
  expect(places).toEqual([{ limit: 200 }, { limit: 200, cursor: "on" }, { limit: 200, cursor: "on" }]);
});

describe("the screens of a theatre", () => {
  const shape = { width: 9, height: 5, screen: { x: 0, y: 0, w: 9 }, rows: [], seats: [] };

  test("are given seats of another, and are made once though the seats were refused at first", async () => {
    let refusals = 1;
    const { user, desk } = await openHouse(routes, {
      at: "/theatres/1",
      answer: programmeOf({ layouts: [aLayout(10)] }, ({ method, path }) => {
        if (path === "/admin/theatres/1") return [200, aTheatre(1)];
        if (path === "/admin/layouts/10") return [200, { ...aLayout(10), ...shape }];
        if (method === "POST" && path === "/admin/screens") return [201, aScreen(2, { layout_id: null })];
        if (method === "PUT" && path === "/admin/screens/2") return [200, aScreen(2)];
        if (method === "POST" && path === "/admin/layouts")
          return refusals-- > 0 ? refusal(409, "busy") : [201, { ...aLayout(20), ...shape }];
        return undefined;
      }),
    });
    await user.click(await screen.findByRole("button", { name: "Add a screen" }));
    const form = screen.getByRole("dialog");
    await user.type(within(form).getByLabelText("Screen"), "Small Hall");
    await user.selectOptions(
      await within(form).findByLabelText("Seats"),
      await within(form).findByRole("option", { name: "As in Deccan Palace, Screen 1: 84 seats" }),
    );
    await user.click(within(form).getByRole("button", { name: "Save" }));
    expect(await within(form).findByText("about busy")).toBeTruthy();
    await user.click(within(form).getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).toBeNull();
    });
    expect(desk.sent("POST /admin/screens")).toHaveLength(1);
    expect(desk.sent("POST /admin/layouts")).toEqual([
      { screen_id: 2, ...shape },
      { screen_id: 2, ...shape },
    ]);
  });
});

describe("the page of shows", () => {
  test.each(["/shows", "/predictions"])(
    "and that of predictions (%s) offer the theatres that are one's own, and no other",
    async (at) => {
      const { desk } = await openHouse(routes, {
        at,
        roles: ["manager"],
        answer: programmeOf({ theatres: [aTheatre(7, { name: "My Own Palace" })] }),
      });
      expect(await screen.findByRole("option", { name: "My Own Palace" })).toBeTruthy();
      const filter = screen.getByLabelText("Theatre");
      expect(within(filter).getAllByRole("option")).toHaveLength(2);
      expect(desk.calls().some((call) => call.startsWith("GET /admin/theatres"))).toBe(true);
    },
  );

  test("begins with each theatre's own today, unless a day is named", async () => {
    const { desk } = await openHouse(routes, { at: "/shows", roles: ["staff"], answer: programmeOf({}) });
    const asked = () => desk.asked.map(({ path }) => path).filter((path) => path.startsWith("/admin/shows?"));
    await waitFor(() => {
      expect(asked()).not.toEqual([]);
    });
    expect(asked().every((path) => /[?&]from_today=true/.test(path) && !/[?&]from=/.test(path))).toBe(true);
  });

  test("plans one at a time of the theatre's clock, with what its screen and film have", async () => {
    const { user, desk } = await openHouse(routes, {
      at: "/shows",
      roles: ["manager"],
      answer: programmeOf({ films: [aFilm(1), aFilm(2, { languages: ["Tamil"] })] }, ({ method, path }) =>
        method === "POST" && path === "/admin/shows" ? [201, aShow(9)] : undefined,
      ),
    });
    await user.click(await screen.findByRole("button", { name: "Add a show" }));
    const form = screen.getByRole("dialog");
    await user.selectOptions(await within(form).findByLabelText("Film"), "Film 2 (2026)");
    expect(within(form).getByLabelText("Language")).toHaveProperty("value", "Tamil");
    await user.selectOptions(within(form).getByLabelText("Film"), "Film 1 (2026)");
    expect(within(form).getByLabelText("Language")).toHaveProperty("value", "Telugu");
    await user.selectOptions(within(form).getByLabelText("Theatre"), "Deccan Palace");
    await user.selectOptions(within(form).getByLabelText("Screen"), "Screen 1: 84 seats");
    await user.type(within(form).getByLabelText("Starts (IST)"), "2126-11-28T18:00");
    await user.click(within(form).getByRole("button", { name: "Save" }));
    expect(
      await within(form).findByText("Something has to be sold: give at least one category a price."),
    ).toBeTruthy();
    await user.type(within(form).getByLabelText("Standard (INR)"), "180.50{Enter}");
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).toBeNull();
    });
    expect(desk.sent("POST /admin/shows")).toEqual([
      {
        movie_id: 1,
        screen_id: 1,
        layout_id: null,
        starts_at: "2126-11-28T12:30:00.000Z",
        language: "Telugu",
        subtitles: null,
        format: "2D",
        status: "on_sale",
        prices: { standard: 18_050 },
      },
    ]);
  });

  test("says what a show costs now and not the least of its base prices", async () => {
    const shows = [aShow(5, { price_from: { amount: 18_000_00, currency: "INR" } })];
    await openHouse(routes, { at: "/shows", roles: ["manager"], answer: programmeOf({ shows }) });
    const [row] = (await screen.findAllByRole("row")).slice(1);
    expect(row?.textContent).toContain("₹18,000");
    expect(row?.textContent).not.toContain("₹20,050");
  });

  test("tells what the screen is taken for that day, from the evening before until after midnight", async () => {
    const film = (id: number) => ({ id, title: `Film ${id}`, duration_minutes: 120 });
    const { user, desk } = await openHouse(routes, {
      at: "/shows",
      roles: ["manager"],
      answer: programmeOf({
        shows: [
          aShow(5),
          aShow(6, {
            movie: film(2),
            starts_at: "2126-11-27T20:00:00+05:30",
            ends_at: "2126-11-27T22:00:00+05:30",
            free_at: "2126-11-27T22:15:00+05:30",
          }),
          aShow(7, {
            movie: film(3),
            starts_at: "2126-11-27T22:30:00+05:30",
            ends_at: "2126-11-28T00:30:00+05:30",
            free_at: "2126-11-28T00:45:00+05:30",
          }),
        ],
      }),
    });
    await user.click(await screen.findByRole("button", { name: /^Change Film 1/ }));
    const form = screen.getByRole("dialog");
    expect(await within(form).findByText(/Film 3; free again at/)).toBeTruthy();
    expect(within(form).queryByText(/Film 2; free again at/)).toBeNull();
    expect(desk.asked.map(({ path }) => path)).toContainEqual(
      expect.stringContaining("from=2126-11-27&to=2126-11-28"),
    );
  });

  test("says of a clash at the start which show is in the way", async () => {
    const { user } = await openHouse(routes, {
      at: "/shows",
      roles: ["manager"],
      answer: programmeOf({ shows: [aShow(5)] }, ({ method }) =>
        method === "PUT"
          ? refusal(409, "screen_taken", {
              errors: [
                {
                  field: "starts_at",
                  code: "screen_taken",
                  message: "Film 2 is on this screen from 18:00 to 20:00",
                },
              ],
            })
          : undefined,
      ),
    });
    await user.click(await screen.findByRole("button", { name: /^Change Film 1/ }));
    const form = screen.getByRole("dialog");
    await within(form).findByLabelText("Film");
    await user.click(within(form).getByRole("button", { name: "Save" }));
    expect(await within(form).findByText("Film 2 is on this screen from 18:00 to 20:00")).toBeTruthy();
    expect(within(form).getByLabelText("Starts (IST)").getAttribute("aria-invalid")).toBe("true");
  });

  test("lets nobody change what sold tickets were bought for", async () => {
    const { user } = await openHouse(routes, {
      at: "/shows",
      roles: ["manager"],
      answer: programmeOf({ shows: [aShow(5, { sold: 4 })] }),
    });
    expect(screen.queryByRole("button", { name: /^Delete/ })).toBeNull();
    await user.click(await screen.findByRole("button", { name: /^Change Film 1/ }));
    const form = screen.getByRole("dialog");
    expect((await within(form).findByLabelText("Film")).matches(":disabled")).toBe(true);
    expect(within(form).getByLabelText("Standard (INR)").matches(":disabled")).toBe(false);
    expect(within(form).queryByRole("option", { name: "Planned" })).toBeNull();
  });

  test("learns of tickets that were sold while its form was open", async () => {
    const sold = aShow(5, {
      sold: 4,
      prices: { standard: { amount: 20_050, currency: "INR" } },
      etag: "second",
    });
    const { user, desk } = await openHouse(routes, {
      at: "/shows",
      roles: ["manager"],
      answer: programmeOf({ shows: [aShow(5)] }, ({ method, path, body }) => {
        if (path !== "/admin/shows/5") return undefined;
        if (method === "GET") return [200, sold];
        return (body as { etag: string }).etag === "second" ? [200, sold] : refusal(409, "changed_meanwhile");
      }),
    });
    await user.click(await screen.findByRole("button", { name: /^Change Film 1/ }));
    const form = screen.getByRole("dialog");
    const price = await within(form).findByLabelText("Standard (INR)");
    await user.clear(price);
    await user.type(price, "210{Enter}");
    expect(await within(form).findByText(/^This was changed after you opened it/)).toBeTruthy();
    expect(within(form).getByLabelText("Film").matches(":disabled")).toBe(true);
    await user.click(within(form).getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).toBeNull();
    });
    expect(desk.sent("PUT /admin/shows/5")[1]).toEqual(
      expect.objectContaining({ movie_id: 1, screen_id: 1, prices: { standard: 21_000 }, etag: "second" }),
    );
  });
});
