import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { routes } from "@/app/routes";
import { everyItem } from "@/data/every-item";

import { refusal } from "./support/desk";
import { openHouse } from "./support/house";
import { aFilm, aLayout, aScreen, aShow, aTheatre, programmeOf } from "./support/programme";

const sent = (asked: readonly { method: string; path: string; body: unknown }[], deed: string) =>
  asked.filter(({ method, path }) => `${method} ${path}` === deed).map(({ body }) => body);

test("a list is asked for until nothing of it is left", async () => {
  const places: unknown[] = [];
  const found = await everyItem((place) => {
    places.push(place);
    return Promise.resolve({ items: [places.length], next_cursor: places.length < 3 ? "on" : null });
  });
  expect(found).toEqual([1, 2, 3]);
  expect(places).toEqual([{ limit: 200 }, { limit: 200, cursor: "on" }, { limit: 200, cursor: "on" }]);
});

describe("the page of films", () => {
  test("says at each field what is wrong, and sends nothing before it is right", async () => {
    const { user, desk } = await openHouse(routes, {
      at: "/films",
      answer: programmeOf({}, ({ method, path }) =>
        method === "POST" && path === "/admin/movies" ? [201, aFilm(2, { title: "Lamp" })] : undefined,
      ),
    });
    await user.click(await screen.findByRole("button", { name: "Add a film" }));
    const form = screen.getByRole("dialog");
    await waitFor(() => {
      expect(document.activeElement).toBe(within(form).getByLabelText("Title"));
    });
    await user.type(within(form).getByLabelText("Minutes"), "0");
    await user.click(within(form).getByRole("button", { name: "Save" }));
    expect(await within(form).findAllByText("Please fill this in.")).toHaveLength(5);
    expect(within(form).getByText("Between 1 and 900.")).toBeTruthy();
    expect(desk.calls()).not.toContain("POST /admin/movies");
    for (const [label, text] of [
      ["Title", "Lamp"],
      ["Languages", "Telugu"],
      ["Genres", "Drama"],
      ["Minutes", "{Backspace}118"],
      ["Released", "2026-11-20"],
      ["Synopsis", "Light."],
    ] as const)
      await user.type(within(form).getByLabelText(label), text);
    await user.type(within(form).getByLabelText("Tagline"), "{Enter}");
    expect(await screen.findByText("Lamp is saved.")).toBeTruthy();
    expect(sent(desk.asked, "POST /admin/movies")).toEqual([
      expect.objectContaining({ title: "Lamp", languages: ["Telugu"], duration_minutes: 118 }),
    ]);
  });

  test("keeps what was typed when the server refuses it, and says why at the field", async () => {
    const { user } = await openHouse(routes, {
      at: "/films",
      answer: programmeOf({}, ({ method }) =>
        method === "PUT"
          ? refusal(422, "invalid", {
              errors: [{ field: "languages", code: "still_used", message: "3 shows to come are in Hindi" }],
            })
          : undefined,
      ),
    });
    await user.click(await screen.findByRole("button", { name: "Change Film 1" }));
    const languages = within(screen.getByRole("dialog")).getByLabelText("Languages");
    await user.clear(languages);
    await user.type(languages, "Telugu{Enter}");
    expect(await screen.findByText("3 shows to come are in Hindi")).toBeTruthy();
    expect(languages).toHaveProperty("value", "Telugu");
  });

  test("brings what somebody else saved meanwhile together with what was typed", async () => {
    const theirs = aFilm(1, {
      title: "Film One",
      certificate: "A",
      duration_minutes: 125,
      cast: [
        { name: "Savitri", role: "Sasirekha" },
        { name: "S. V. Ranga Rao", role: null },
      ],
      etag: "second",
    });
    const { user, desk } = await openHouse(routes, {
      at: "/films",
      answer: programmeOf({}, ({ method, path, body }) => {
        if (path !== "/admin/movies/1") return undefined;
        if (method === "GET") return [200, theirs];
        return (body as { etag: string }).etag === "second"
          ? [200, theirs]
          : refusal(409, "changed_meanwhile");
      }),
    });
    await user.click(await screen.findByRole("button", { name: "Change Film 1" }));
    const form = screen.getByRole("dialog");
    const minutes = within(form).getByLabelText("Minutes");
    await user.clear(minutes);
    await user.type(minutes, "118{Enter}");
    expect(await within(form).findByText(/^This was changed after you opened it/)).toBeTruthy();
    expect(minutes).toHaveProperty("value", "118");
    expect(within(form).getByLabelText("Title")).toHaveProperty("value", "Film One");
    expect(within(form).getByDisplayValue("S. V. Ranga Rao")).toBeTruthy();
    await user.click(within(form).getByRole("button", { name: "Save" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).toBeNull();
    });
    expect(sent(desk.asked, "PUT /admin/movies/1")).toEqual([
      expect.objectContaining({ title: "Film 1", duration_minutes: 118, etag: "first" }),
      expect.objectContaining({
        title: "Film One",
        certificate: "A",
        duration_minutes: 118,
        cast: theirs.cast,
        etag: "second",
      }),
    ]);
  });

  test("says in words why a film cannot be deleted", async () => {
    const { user } = await openHouse(routes, {
      at: "/films",
      answer: programmeOf({}, ({ method }) =>
        method === "DELETE"
          ? refusal(409, "still_used", { detail: "It cannot be deleted: used by 3 shows" })
          : undefined,
      ),
    });
    await user.click(await screen.findByRole("button", { name: "Delete Film 1" }));
    await user.click(within(screen.getByRole("dialog")).getByRole("button", { name: "Delete" }));
    expect(await screen.findByText("It cannot be deleted: used by 3 shows")).toBeTruthy();
  });

  test("shows a manager the films, and nothing that only an admin may do", async () => {
    await openHouse(routes, { at: "/films", roles: ["manager"], answer: programmeOf({}) });
    expect(await screen.findByText("Film 1")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Film 1|Add a film/ })).toBeNull();
  });
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
    expect(sent(desk.asked, "POST /admin/screens")).toHaveLength(1);
    expect(sent(desk.asked, "POST /admin/layouts")).toEqual([
      { screen_id: 2, ...shape },
      { screen_id: 2, ...shape },
    ]);
  });
});

describe("the page of shows", () => {
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
    expect(sent(desk.asked, "POST /admin/shows")).toEqual([
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
});
