"use client";

import { useId, useState } from "react";

import { useApp } from "@/features/app/app-context";

import { FailureNote } from "./failure-note";
import { Field } from "./field";
import { useAccountForm } from "./use-account-form";

/** Asks for a link that sets a new password. What is said after it is the same for every address. */
export function ForgotForm() {
  const { t, api } = useApp();
  const id = useId();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { register, handleSubmit, errors, isSubmitting, failure, send } = useAccountForm<{ email: string }>({
    email: "",
  });
  const submit = handleSubmit(async ({ email }) => {
    if (await send(() => api.auth.forgot(email))) setSentTo(email);
  });
  if (sentTo !== null) return <p role="status">{t("auth.forgotSent", { email: sentTo })}</p>;
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field
        id={`${id}-email`}
        label={t("auth.email")}
        type="email"
        inputMode="email"
        autoComplete="email"
        error={errors.email?.message}
        {...register("email", { required: t("auth.needed") })}
      />
      <FailureNote text={failure} />
      <button type="submit" className="btn btn-go min-h-13" disabled={isSubmitting}>
        {isSubmitting ? t("auth.working") : t("auth.forgotSend")}
      </button>
    </form>
  );
}
