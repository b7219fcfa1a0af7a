import { createApi } from "@movie-magic/client-sdk/api";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, onTestFinished, test, vi } from "vitest";

import { EmailPanel } from "@/features/account/email-panel";
import { ForgotForm } from "@/features/account/forgot-form";
import { PasswordPanel } from "@/features/account/password-panel";
import { PhonePanel } from "@/features/account/phone-panel";
import { PrivacyPanel } from "@/features/account/privacy-panel";
import { ResetForm } from "@/features/account/reset-form";
import { SessionsPanel } from "@/features/account/sessions-panel";
import { useMailLanguage } from "@/features/account/use-mail-language";
import { VerifyStep } from "@/features/account/verify-step";

import { englishApp, inApp } from "../support/app";
import { ashaSignedIn } from "../support/customer";
import { type Answer, type Asked, Desk } from "../support/desk";

vi.mock("next/navigation", () => ({ useRouter: () => ({ push: vi.fn() }) }));

const { user: asha } = ashaSignedIn;

async function open(what: React.ReactNode, answer: (asked: Asked) => Answer): Promise<Desk> {
  const desk = await Desk.open(answer);
  onTestFinished(() => desk.close());
  const api = createApi({ baseUrl: desk.url, locale: () => "en" });
  await api.session.adopt(ashaSignedIn);
  render(inApp(englishApp(api), what));
  return desk;
}

const refusal = (status: number, code: string, more: object = {}): Answer => [
  status,
  { type: "x", title: code, status, code, detail: code, request_id: "r-1", ...more },
];

function at(path: string): void {
  window.history.replaceState(null, "", path);
}

test("a forgotten password is asked for, and nothing tells whether the address has an account", async () => {
  const desk = await open(<ForgotForm />, () => [204, ""]);
  await userEvent.type(screen.getByLabelText("Email"), "asha@example.com");
  await userEvent.click(screen.getByRole("button", { name: "Send the link" }));
  expect(await screen.findByText(/If asha@example.com has an account/)).toBeDefined();
  expect(desk.asked[0]?.body).toEqual({ email: "asha@example.com" });
});

test("a reset takes its token out of the address, and says at the field what is wrong", async () => {
  at("/reset#token=secret-token");
  const weak = { errors: [{ field: "password", code: "weak_password", message: "x" }] };
  let answer: Answer = refusal(422, "weak_password", weak);
  const desk = await open(<ResetForm />, () => answer);
  const field = await screen.findByLabelText("New password");
  expect(window.location.href).not.toContain("secret-token");
  await userEvent.type(field, "password1234");
  await userEvent.click(screen.getByRole("button", { name: "Save the new password" }));
  expect(await screen.findByText(/easily guessed/)).toBeDefined();
  expect(field.getAttribute("aria-invalid")).toBe("true");
  answer = [204, ""];
  await userEvent.clear(field);
  await userEvent.type(field, "seven quiet lanterns");
  await userEvent.click(screen.getByRole("button", { name: "Save the new password" }));
  expect(await screen.findByText(/Your new password is set/)).toBeDefined();
  expect(desk.asked.at(-1)?.body).toEqual({ token: "secret-token", password: "seven quiet lanterns" });
});

test("a reset without a token leads to asking for a link", async () => {
  at("/reset-without");
  await open(<ResetForm />, () => [500, {}]);
  expect(await screen.findByRole("link", { name: "Ask for a new link" })).toBeDefined();
});

test("an address is confirmed by a press, and not by whatever opens the link", async () => {
  at("/verify#token=proof");
  const desk = await open(<VerifyStep />, ({ path }) =>
    path === "/me" ? [200, asha] : [200, { email: "asha@example.com", former_email: null }],
  );
  const confirm = await screen.findByRole("button", { name: "Yes, this is my email" });
  expect(desk.asked).toEqual([]);
  await userEvent.click(confirm);
  expect(await screen.findByText(/asha@example.com is confirmed/)).toBeDefined();
  expect(desk.asked[0]?.body).toEqual({ token: "proof" });
});

test("an address that is not confirmed can have its link again", async () => {
  const desk = await open(<EmailPanel user={{ ...asha, email_verified: false }} />, () => [204, ""]);
  await userEvent.click(screen.getByRole("button", { name: "Send the link again" }));
  expect(await screen.findByText(/We sent a link to asha@example.com/)).toBeDefined();
  expect(desk.count("POST", "/auth/verify/send")).toBe(1);
});

test("a password is changed, and a wrong one is said where it was typed", async () => {
  const wrong = { errors: [{ field: "current_password", code: "wrong_password", message: "x" }] };
  await open(<PasswordPanel />, () => refusal(422, "wrong_password", wrong));
  await userEvent.type(screen.getByLabelText("Current password"), "no idea");
  await userEvent.type(screen.getByLabelText("New password"), "seven quiet lanterns");
  await userEvent.click(screen.getByRole("button", { name: "Change password" }));
  expect(await screen.findByText("This is not your password.")).toBeDefined();
});

test("a phone is confirmed by the code that was sent to it", async () => {
  const desk = await open(<PhonePanel user={asha} />, ({ path }) =>
    path === "/auth/phone" ? [204, ""] : [200, { ...asha, phone: "+919876543210", phone_verified: true }],
  );
  await userEvent.type(screen.getByLabelText(/Phone number/), "+91 98765 43210");
  await userEvent.click(screen.getByRole("button", { name: "Send a code" }));
  await userEvent.type(await screen.findByLabelText(/The six digits/), "123456");
  await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
  await waitFor(() => {
    expect(desk.asked.map(({ body }) => body)).toEqual([{ phone: "+919876543210" }, { code: "123456" }]);
  });
});

test("every place an account is signed in can be ended, but not this one", async () => {
  const place = { address: "192.0.2.1", created_at: "2026-11-26T10:00:00+00:00" };
  const here = {
    ...place,
    id: "a",
    device: "Firefox · Linux",
    last_seen_at: place.created_at,
    current: true,
  };
  const phone = { ...here, id: "b", device: "Chrome Mobile · Android", current: false };
  let items = [phone, here];
  const desk = await open(<SessionsPanel />, ({ method }) => {
    if (method === "DELETE") items = [here];
    return method === "DELETE" ? [204, ""] : [200, { items }];
  });
  const list = await screen.findByRole("list");
  expect(await within(list).findAllByRole("button")).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: "Sign out on Chrome Mobile · Android" }));
  await waitFor(() => {
    expect(within(list).queryByText("Chrome Mobile · Android")).toBeNull();
  });
  expect(desk.count("DELETE", "/me/sessions/b")).toBe(1);
});

test("mail comes in the language that the settings are read in", async () => {
  const Reader = () => {
    useMailLanguage({ ...asha, locale: "te" });
    return null;
  };
  const desk = await open(<Reader />, () => [200, asha]);
  await waitFor(() => {
    expect(desk.asked.map(({ method, body }) => [method, body])).toEqual([["PATCH", { locale: "en" }]]);
  });
});

test("leaving asks twice and for the password, and says what comes first", async () => {
  const desk = await open(<PrivacyPanel />, () => refusal(409, "bookings_ahead", { bookings: ["MVM-1"] }));
  await userEvent.click(screen.getByRole("button", { name: "Delete my account" }));
  expect(desk.asked).toEqual([]);
  await userEvent.type(screen.getByLabelText("Current password"), "a long enough password");
  await userEvent.click(screen.getByRole("button", { name: "Delete for ever" }));
  expect(await screen.findByText(/You have bookings ahead/)).toBeDefined();
});
