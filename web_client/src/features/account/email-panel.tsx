"use client";

import { type User } from "@movie-magic/client-sdk/api";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";

import { Field } from "./field";
import { SettingsForm, SettingsLead, SettingsPanel } from "./settings-panel";
import { useAccountForm } from "./use-account-form";

type Fields = Record<"email" | "password", string>;

/** The address: whether it is confirmed, and another one. */
export function EmailPanel({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const [told, setTold] = useState<string | null>(null);
  const { register, handleSubmit, reset, errors, isSubmitting, failure, send } = useAccountForm<Fields>({
    email: "",
    password: "",
  });
  const again = async () => {
    setTold(null);
    if (await send(() => api.auth.sendVerification())) setTold(t("account.emailSent", { email: user.email }));
  };
  const change = handleSubmit(async ({ email, password }) => {
    setTold(null);
    if (!(await send(() => api.me.changeEmail(email, password)))) return;
    setTold(t("account.emailSent", { email }));
    reset();
  });
  const required = { required: t("auth.needed") };
  return (
    <SettingsPanel title={t("auth.email")}>
      <SettingsLead>
        {user.email}{" "}
        <span className={`text-small ${user.email_verified ? "text-mint" : "text-dim"}`}>
          {t(user.email_verified ? "account.confirmed" : "account.unconfirmed")}
        </span>
      </SettingsLead>
      {!user.email_verified && (
        <button type="button" className="btn justify-self-start" onClick={() => void again()}>
          {t("account.emailAgain")}
        </button>
      )}
      <SettingsForm
        onSubmit={change}
        failure={failure}
        done={told}
        actions={
          <button type="submit" className="btn" disabled={isSubmitting}>
            {t("account.changeEmail")}
          </button>
        }
      >
        <Field
          id="new-email"
          label={t("account.newEmail")}
          type="email"
          inputMode="email"
          autoComplete="email"
          error={errors.email?.message}
          {...register("email", required)}
        />
        <Field
          id="email-password"
          label={t("account.currentPassword")}
          type="password"
          autoComplete="current-password"
          error={errors.password?.message}
          {...register("password", required)}
        />
      </SettingsForm>
    </SettingsPanel>
  );
}
