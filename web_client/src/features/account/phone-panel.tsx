"use client";

import { type User } from "@movie-magic/client-sdk/api";
import { useState } from "react";
import { useForm } from "react-hook-form";

import { useApp } from "@/features/app/app-context";

import { FailureNote } from "./failure-note";
import { Field } from "./field";
import { useFormFailure } from "./use-form-failure";

interface Fields {
  phone: string;
  code: string;
}

const names = ["phone", "code"] as const;

/** Confirming a phone: a number first, then the code that was sent to it. */
export function PhonePanel({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const {
    register,
    handleSubmit,
    reset,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<Fields>({ defaultValues: { phone: user.phone ?? "", code: "" } });
  const { failure, send } = useFormFailure(names, setError);
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
    <section className="panel grid gap-4 p-5">
      <h2 className="text-title">{t("account.phone")}</h2>
      <p className="-mt-2">
        {user.phone ?? t("account.noPhone")}{" "}
        {user.phone !== null && (
          <span className={`text-small ${user.phone_verified ? "text-mint" : "text-dim"}`}>
            {t(user.phone_verified ? "account.confirmed" : "account.unconfirmed")}
          </span>
        )}
      </p>
      <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        {sentTo === null ? (
          <Field
            id="phone-number"
            label={t("account.phoneNumber")}
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
        <FailureNote text={failure} />
        <div className="flex flex-wrap gap-3">
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
        </div>
      </form>
    </section>
  );
}
