import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";

import { PeoplePage } from "@/features/people/people-page";

import { type Answer } from "./support/desk";
import { openHouse } from "./support/house";

const person = (name: string) => ({
  id: `id-${name}`,
  name,
  email: `${name.toLowerCase()}@example.com`,
  email_verified: true,
  created_at: "2026-11-01T08:00:00Z",
  deleted_at: null,
  grants: [],
});

const answerWith = (...names: readonly string[]): Answer => [
  200,
  { items: names.map(person), next_cursor: null },
];

/** A list of people whose answers come when the test says so. */
async function openPeople() {
  const waiting = new Map<string, (answer: Answer) => void>();
  const house = await openHouse(<PeoplePage />, {
    answer: ({ path }) => {
      if (!path.startsWith("/admin/users")) return undefined;
      const q = new URL(path, "http://house").searchParams.get("q");
      if (q === null) return answerWith("Asha", "Zoe");
      return new Promise((answer) => {
        waiting.set(q, answer);
      });
    },
  });
  await screen.findByText("Asha");
  return { ...house, waiting, field: screen.getByRole("searchbox", { name: "Name or email" }) };
}

const outOfReach = (name: string) => screen.getByText(name).closest("[inert]") !== null;

test("nobody of an old list can be given a role while a newer search is under way", async () => {
  const { user, field, waiting } = await openPeople();
  expect(outOfReach("Asha")).toBe(false);
  await user.type(field, "z");
  expect(outOfReach("Asha")).toBe(true);
  await waitFor(() => {
    expect([...waiting.keys()]).toEqual(["z"]);
  });
  expect(outOfReach("Asha")).toBe(true);
  waiting.get("z")?.(answerWith("Zoe"));
  await waitFor(() => {
    expect(screen.queryByText("Asha")).toBeNull();
  });
  expect(outOfReach("Zoe")).toBe(false);
});

test("the latest search is answered, whichever answer comes last", async () => {
  const { user, field, waiting } = await openPeople();
  await user.type(field, "a{Enter}");
  await user.type(field, "sha{Enter}");
  await waitFor(() => {
    expect([...waiting.keys()]).toEqual(["a", "asha"]);
  });
  waiting.get("asha")?.(answerWith("Asha"));
  await waitFor(() => {
    expect(screen.queryByText("Zoe")).toBeNull();
  });
  waiting.get("a")?.(answerWith("Asha", "Mira"));
  await user.tab();
  expect(screen.queryByText("Mira")).toBeNull();
  expect(outOfReach("Asha")).toBe(false);
});
