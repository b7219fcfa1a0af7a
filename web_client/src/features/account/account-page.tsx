"use client";

import { useSession } from "@movie-magic/client-sdk/react";

import { useApp } from "@/features/app/app-context";
import { Waiting } from "@/features/checkout/waiting";

import { AccountCard } from "./account-card";
import { MyBookings } from "./my-bookings";
import { MyPoints } from "./my-points";
import { SignStep } from "./sign-step";

/** What belongs to whoever is signed in: bookings, points, and the way to the settings. */
export function AccountPage() {
  const { t, api } = useApp();
  const session = useSession(api.session);
  if (session.status !== "signed-in") {
    return (
      <div className="panel mx-auto max-w-md p-6">
        <h1 className="sr-only">{t("account.title")}</h1>
        {session.status === "signed-out" ? (
          <SignStep lead={t("account.needed")} />
        ) : (
          <Waiting text={t("auth.working")} />
        )}
      </div>
    );
  }
  return (
    <div className="grid items-start gap-8 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div>
        <h1 className="mb-6 text-heading">{t("account.hello", { name: session.user.name })}</h1>
        <MyBookings key={session.user.id} />
      </div>
      <div className="grid gap-5">
        <MyPoints userId={session.user.id} />
        <AccountCard user={session.user} />
      </div>
    </div>
  );
}
