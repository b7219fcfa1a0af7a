import { createApi } from "@movie-magic/client-sdk/api";
import { render, screen, waitFor } from "@testing-library/react";
import { expect, onTestFinished, test } from "vitest";

import { MyPoints } from "@/features/account/my-points";

import { englishApp, inApp } from "./support/app";
import { ashaSignedIn } from "./support/customer";
import { Desk } from "./support/desk";

async function open(balance: number, coming: number): Promise<Desk> {
  const desk = await Desk.open(() => [200, { balance, coming, items: [], next_cursor: null }]);
  onTestFinished(() => desk.close());
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  await api.session.adopt(ashaSignedIn);
  render(inApp(englishApp(api), <MyPoints userId="user-1" />));
  return desk;
}

test("the account says how many points there are, and how many come", async () => {
  await open(120, 3);
  expect(await screen.findByText("120 points")).toBeDefined();
  expect(screen.getByText("3 more come once the show is over.")).toBeDefined();
});

test("the account says nothing of points where there are none", async () => {
  const desk = await open(0, 0);
  await waitFor(() => {
    expect(desk.count("GET", "/me/points?limit=1")).toBe(1);
  });
  expect(screen.queryByRole("region", { name: "Points" })).toBeNull();
});
