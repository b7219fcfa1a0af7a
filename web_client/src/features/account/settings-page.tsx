"use client";

import { useSession } from "@movie-magic/client-sdk/react";
import Link from "next/link";
import { type ReactNode } from "react";

import { useApp } from "@/features/app/app-context";
import { Waiting } from "@/features/checkout/waiting";

import { EmailPanel } from "./email-panel";
import { PasswordPanel } from "./password-panel";
import { PhonePanel } from "./phone-panel";
import { PrivacyPanel } from "./privacy-panel";
import { Profile } from "./profile";
import { SessionsPanel } from "./sessions-panel";
import { SignStep } from "./sign-step";
import { useMailLanguage } from "./use-mail-language";

/** Everything somebody may say about their account; `preferences` are of the browser and come from the server. */
export function SettingsPage({ preferences }: { readonly preferences: ReactNode }) {
  const { t, api } = useApp();
  const session = useSession(api.session);
  useMailLanguage(session.status === "signed-in" ? session.user : null);
  if (session.status !== "signed-in") {
    return (
      <div className="panel mx-auto max-w-md p-6">
        <h1 className="sr-only">{t("account.settings")}</h1>
        {session.status === "signed-out" ? (
          <SignStep lead={t("account.settingsNeeded")} />
        ) : (
          <Waiting text={t("auth.working")} />
        )}
      </div>
    );
  }
  const { user } = session;
  return (
    <div className="mx-auto grid max-w-2xl gap-6">
      <div>
        <Link href="/account" className="link text-small">
          {t("account.title")}
        </Link>
        <h1 className="mt-1 text-heading">{t("account.settings")}</h1>
      </div>
      <Profile key={`profile-${user.id}`} user={user} />
      <EmailPanel key={`email-${user.id}`} user={user} />
      <PhonePanel key={`phone-${user.id}`} user={user} />
      <PasswordPanel key={`password-${user.id}`} />
      <SessionsPanel key={`sessions-${user.id}`} />
      <section className="panel grid gap-4 p-5">
        <h2 className="text-title">{t("account.preferences")}</h2>
        {preferences}
      </section>
      <PrivacyPanel key={`privacy-${user.id}`} />
    </div>
  );
}
