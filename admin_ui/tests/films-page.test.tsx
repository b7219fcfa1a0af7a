import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { routes } from "@/app/routes";

import { refusal } from "./support/desk";
import { openHouse } from "./support/house";
import { aFilm, programmeOf } from "./support/programme";

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
    expect(desk.sent("POST /admin/movies")).toEqual([
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
    expect(desk.sent("PUT /admin/movies/1")).toEqual([
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
