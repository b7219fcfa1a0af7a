import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";

import { Gate } from "@/app/gate";
import { Guarded } from "@/app/guarded";
import { houseLineUrl } from "@/app/sockets";

import { refusal } from "./support/desk";
import { openHouse, signedIn } from "./support/house";

const inside = [
  {
    element: <Gate />,
    children: [
      { index: true, element: <p>inside</p> },
      {
        path: "audit",
        element: (
          <Guarded least="admin">
            <p>the log</p>
          </Guarded>
        ),
      },
    ],
  },
];

describe("the gate", () => {
  test("asks a stranger who he is, and leads on to the page that was asked for", async () => {
    const { user, desk } = await openHouse(inside, {
      at: "/audit",
      roles: null,
      answer: ({ path }) => (path === "/auth/login" ? [200, signedIn("admin")] : undefined),
    });
    await user.type(await screen.findByLabelText("Email"), "priya@example.com");
    await user.type(screen.getByLabelText("Password"), "popcorn-at-eight");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("the log")).toBeTruthy();
    expect(desk.asked.find(({ path }) => path === "/auth/login")?.body).toEqual({
      email: "priya@example.com",
      password: "popcorn-at-eight",
    });
  });

  test("says what is wrong, and lets nobody in", async () => {
    const { user } = await openHouse(inside, {
      roles: null,
      answer: ({ path }) => (path === "/auth/login" ? refusal(401, "bad_credentials") : undefined),
    });
    await user.click(await screen.findByRole("button", { name: "Sign in" }));
    expect(await screen.findAllByText("Please fill this in.")).toHaveLength(2);
    await user.type(screen.getByLabelText("Email"), "priya@example.com");
    await user.type(screen.getByLabelText("Password"), "popcorn-at-nine");
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("Email or password is wrong.")).toBeTruthy();
    expect(screen.queryByText("inside")).toBeNull();
  });

  test("tells a customer that this is not for him, and lets him out", async () => {
    const { user, desk } = await openHouse(inside, {
      roles: ["customer"],
      answer: ({ path }) => (path === "/auth/logout" ? [204, null] : undefined),
    });
    expect(await screen.findByText(/who has no role here/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Sign out" }));
    expect(await screen.findByLabelText("Email")).toBeTruthy();
    expect(desk.calls()).toContain("POST /auth/logout");
  });

  test.each([
    [["staff"], ["Today", "Shows", "Refunds"]],
    [["manager"], ["Today", "Shows", "Films", "Theatres", "Predictions", "Prices", "Models", "Refunds"]],
    [
      ["customer", "admin"],
      [
        "Today",
        "Shows",
        "Films",
        "Theatres",
        "Predictions",
        "Prices",
        "Models",
        "Experiments",
        "Promotions",
        "Refunds",
        "People",
        "Audit log",
      ],
    ],
  ])("shows %j the ways they may go", async (roles, ways) => {
    await openHouse(inside, { roles });
    const navs = await screen.findAllByRole("navigation", { name: "Main" });
    const links = navs.slice(0, 1).flatMap((nav) => within(nav).getAllByRole("link"));
    expect(links.map(({ textContent }) => textContent)).toEqual(ways);
  });

  test("says of a page that is not somebody's whose it is, and asks the server nothing", async () => {
    const { desk } = await openHouse(inside, { at: "/audit", roles: ["manager"] });
    expect(await screen.findByText("It takes the role Admin.")).toBeTruthy();
    expect(desk.calls()).toEqual([]);
  });

  test("takes no answer for no sign-out, and asks again", async () => {
    localStorage.setItem("mm.signed-in", "1");
    let answers = 0;
    const { user } = await openHouse(inside, {
      roles: null,
      answer: ({ path }) => {
        if (path !== "/auth/refresh") return undefined;
        answers += 1;
        return answers === 1 ? refusal(503, "unavailable") : [200, signedIn("admin")];
      },
    });
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => {
      expect(screen.getByText("inside")).toBeTruthy();
    });
  });
});

describe("the house's line", () => {
  const page = { protocol: "https:", hostname: "cinema.example" };

  test.each([
    ["8400", "wss://cinema.example:8400/ws/admin"],
    ["https://api.cinema.example/", "wss://api.cinema.example/ws/admin"],
    ["{{sockets}}", "wss://cinema.example:8000/ws/admin"],
    [null, "wss://cinema.example:8000/ws/admin"],
  ])("is found from %j", (told, url) => {
    expect(houseLineUrl(told, page)).toBe(url);
  });

  test("is plain where the page is", () => {
    expect(houseLineUrl("8000", { protocol: "http:", hostname: "127.0.0.1" })).toBe(
      "ws://127.0.0.1:8000/ws/admin",
    );
  });
});
