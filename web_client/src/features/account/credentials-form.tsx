"use client";

import { ApiProblem, isProblem, type LogInRequest, type SignUpRequest } from "@movie-magic/client-sdk/api";
import { useId, useState } from "react";
import { useForm } from "react-hook-form";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { Field } from "./field";

interface CredentialsFormProps {
  /** Signing in, or up. */
  readonly mode: "in" | "up";
  /** Called when the visitor is signed in. */
  readonly onDone?: () => void;
}

type Fields = Record<keyof (LogInRequest & SignUpRequest), string>;

const names = ["name", "email", "password", "phone"] as const satisfies readonly (keyof Fields)[];

const leastPassword = 10;

/** Signing in or up. What is wrong is said at the field it is wrong with, by the browser or by the server. */
export function CredentialsForm({ mode, onDone }: CredentialsFormProps) {
  const { api, t } = useApp();
  const id = useId();
  const [failure, setFailure] = useState<string | null>(null);
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<Fields>({ defaultValues: { name: "", email: "", password: "", phone: "" } });
  const up = mode === "up";

  const submit = handleSubmit(async ({ email, password, name, phone }) => {
    setFailure(null);
    try {
      if (up)
        await api.auth.signUp({
          email,
          password,
          name,
          ...(phone.trim() === "" ? {} : { phone: phone.trim() }),
        });
      else await api.auth.logIn({ email, password });
    } catch (error) {
      if (!isProblem(error)) throw error;
      const byField =
        error instanceof ApiProblem
          ? error.errors.flatMap(({ field, message }) => {
              const known = names.find((name) => name === field);
              return known === undefined ? [] : [{ field: known, message }];
            })
          : [];
      for (const { field, message } of byField) setError(field, { message }, { shouldFocus: true });
      if (byField.length === 0) setFailure(problemText(error, t));
      return;
    }
    onDone?.();
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
      <Field
        id={`${id}-password`}
        label={t("auth.password")}
        type="password"
        autoComplete={up ? "new-password" : "current-password"}
        hint={up ? t("auth.passwordRule") : undefined}
        error={errors.password?.message}
        {...register("password", {
          ...required,
          ...(up ? { minLength: { value: leastPassword, message: t("auth.passwordRule") } } : {}),
        })}
      />
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
      {failure !== null && (
        <p role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-3">
          {failure}
        </p>
      )}
      <button type="submit" className="btn btn-go min-h-13" disabled={isSubmitting}>
        {isSubmitting ? t("auth.working") : t(up ? "nav.signUp" : "nav.signIn")}
      </button>
    </form>
  );
}
