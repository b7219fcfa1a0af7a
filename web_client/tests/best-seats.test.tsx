import { type BestSeats as Wish } from "@movie-magic/client-sdk/api";
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { BestSeats } from "@/features/show/best-seats";

import { englishApp, inApp, silentApi } from "./support/app";

function show(categories: readonly string[], disabled = false): Wish[] {
  const wishes: Wish[] = [];
  const take = (wish: Wish) => {
    wishes.push(wish);
    return Promise.resolve();
  };
  const control = <BestSeats categories={categories} maxSeats={3} disabled={disabled} onTake={take} />;
  render(inApp(englishApp(silentApi()), control));
  return wishes;
}

const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

describe("best seats", () => {
  test("asks for two anywhere unless told", () => {
    const wishes = show(["standard", "recliner"]);
    press("Find and hold");
    expect(wishes).toEqual([{ count: 2, accessible: false }]);
  });

  test("counts between one and the most the house sells at once", () => {
    const wishes = show(["standard"]);
    press("One more");
    expect(screen.getByRole("button", { name: "One more" })).toHaveProperty("disabled", true);
    press("Find and hold");
    press("One fewer");
    press("One fewer");
    expect(screen.getByRole("button", { name: "One fewer" })).toHaveProperty("disabled", true);
    press("Find and hold");
    expect(wishes.map(({ count }) => count)).toEqual([3, 1]);
  });

  test("keeps to a category, and offers places for wheelchairs by their own switch", () => {
    const wishes = show(["standard", "recliner", "wheelchair", "companion"]);
    const kinds = screen.getAllByRole("option").map(({ textContent }) => textContent);
    expect(kinds).toEqual(["Any", "standard", "recliner"]);
    fireEvent.change(screen.getByRole("combobox", { name: "Category" }), { target: { value: "recliner" } });
    fireEvent.click(screen.getByRole("checkbox", { name: "With a wheelchair space" }));
    press("Find and hold");
    expect(wishes).toEqual([{ count: 2, accessible: true, category: "recliner" }]);
  });

  test("has no switch in a house without such places, and rests while the server is asked", () => {
    const wishes = show(["standard"], true);
    expect(screen.queryByRole("checkbox")).toBeNull();
    press("Find and hold");
    expect(wishes).toEqual([]);
  });
});
