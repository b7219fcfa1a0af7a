"use client";

import { type User } from "@movie-magic/client-sdk/api";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";

import { Field } from "./field";
import { SettingsForm, SettingsLead, SettingsPanel } from "./settings-panel";
import { useAccountForm } from "./use-account-form";

type Fields = Record<"phone" | "code", string>;

/** Confirming a phone: a number first, then the code that was sent to it. */
export function PhonePanel({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { register, handleSubmit, reset, errors, isSubmitting, failure, send } = useAccountForm<Fields>({
    phone: user.phone ?? "",
    code: "",
  });
  const submit = handleSubmit(async ({ phone, code }) => {
    const number = phone.replaceAll(/[\s()-]/g, "");
    if (sentTo === null) {
      if (await send(() => api.auth.askPhoneCode(number))) setSentTo(number);
    } else if (await send(() => api.auth.enterPhoneCode(code.trim()))) {
      setSentTo(null);
      reset({ phone: sentTo, code: "" });
    }
  });
  const required = { required: t("auth.needed") };
  return (
    <SettingsPanel title={t("account.phone")}>
      <SettingsLead>
        {user.phone ?? t("account.noPhone")}{" "}
        {user.phone !== null && (
          <span className={`text-small ${user.phone_verified ? "text-mint" : "text-dim"}`}>
            {t(user.phone_verified ? "account.confirmed" : "account.unconfirmed")}
          </span>
        )}
      </SettingsLead>
      <SettingsForm
        onSubmit={submit}
        failure={failure}
        actions={
          <>
            <button type="submit" className="btn" disabled={isSubmitting}>
              {t(sentTo === null ? "account.sendCode" : "account.enterCode")}
            </button>
            {sentTo !== null && (
              <button
                type="button"
                className="btn btn-quiet"
                onClick={() => {
                  setSentTo(null);
                }}
              >
                {t("account.otherPhone")}
              </button>
            )}
          </>
        }
      >
        {sentTo === null ? (
          <Field
            id="phone-number"
            label={t("account.phoneNumber")}
            hint={t("account.phoneHint")}
            type="tel"
            autoComplete="tel"
            error={errors.phone?.message}
            {...register("phone", required)}
          />
        ) : (
          <Field
            id="phone-code"
            label={t("account.code", { phone: sentTo })}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            error={errors.code?.message}
            {...register("code", required)}
          />
        )}
      </SettingsForm>
    </SettingsPanel>
  );
}
