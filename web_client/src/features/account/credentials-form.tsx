"use client";

import { type LogInRequest, type SignUpRequest } from "@movie-magic/client-sdk/api";
import Link from "next/link";
import { useId } from "react";

import { useApp } from "@/features/app/app-context";

import { FailureNote } from "./failure-note";
import { Field } from "./field";
import { NewPasswordField } from "./new-password-field";
import { useAccountForm } from "./use-account-form";

interface CredentialsFormProps {
  /** Signing in, or up. */
  readonly mode: "in" | "up";
  /** Called when the visitor is signed in. */
  readonly onDone?: () => void;
}

type Fields = Record<keyof (LogInRequest & SignUpRequest), string>;

/** Signing in or up. What is wrong is said at the field it is wrong with, by the browser or by the server. */
export function CredentialsForm({ mode, onDone }: CredentialsFormProps) {
  const { api, t } = useApp();
  const id = useId();
  const { register, handleSubmit, errors, isSubmitting, failure, send } = useAccountForm<Fields>({
    name: "",
    email: "",
    password: "",
    phone: "",
  });
  const up = mode === "up";

  const submit = handleSubmit(async ({ email, password, name, phone }) => {
    const done = await send(() =>
      up
        ? api.auth.signUp({ email, password, name, ...(phone.trim() === "" ? {} : { phone: phone.trim() }) })
        : api.auth.logIn({ email, password }),
    );
    if (done) onDone?.();
  });

  const required = { required: t("auth.needed") };
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      {up ? (
        <Field
          id={`${id}-name`}
          label={t("auth.name")}
          autoComplete="name"
          error={errors.name?.message}
          {...register("name", required)}
        />
      ) : null}
      <Field
        id={`${id}-email`}
        label={t("auth.email")}
        type="email"
        inputMode="email"
        autoComplete="email"
        error={errors.email?.message}
        {...register("email", {
          ...required,
          pattern: { value: /^\S+@\S+\.\S+$/, message: t("auth.badEmail") },
        })}
      />
      {up ? (
        <NewPasswordField
          id={`${id}-password`}
          label={t("auth.password")}
          error={errors.password?.message}
          register={(rules) => register("password", rules)}
        />
      ) : (
        <Field
          id={`${id}-password`}
          label={t("auth.password")}
          type="password"
          autoComplete="current-password"
          error={errors.password?.message}
          {...register("password", required)}
        />
      )}
      {up ? (
        <Field
          id={`${id}-phone`}
          label={t("auth.phone")}
          type="tel"
          autoComplete="tel"
          error={errors.phone?.message}
          {...register("phone")}
        />
      ) : null}
      <FailureNote text={failure} />
      <button type="submit" className="btn btn-go min-h-13" disabled={isSubmitting}>
        {isSubmitting ? t("auth.working") : t(up ? "nav.signUp" : "nav.signIn")}
      </button>
      {!up && (
        <Link href="/forgot" className="link justify-self-center text-small">
          {t("auth.forgot")}
        </Link>
      )}
    </form>
  );
}
