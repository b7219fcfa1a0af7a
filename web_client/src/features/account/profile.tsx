"use client";

import { type User } from "@movie-magic/client-sdk/api";
import { useState } from "react";
import { useForm } from "react-hook-form";

import { useApp } from "@/features/app/app-context";

import { FailureNote } from "./failure-note";
import { Field } from "./field";
import { useFormFailure } from "./use-form-failure";

const names = ["name"] as const;

/** What somebody is called. */
export function Profile({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const [saved, setSaved] = useState(false);
  const {
    register,
    handleSubmit,
    setError,
    formState: { errors, isSubmitting },
  } = useForm<{ name: string }>({ defaultValues: { name: user.name } });
  const { failure, send } = useFormFailure(names, setError);
  const save = handleSubmit(async ({ name }) => {
    setSaved(false);
    setSaved(await send(() => api.me.update({ name })));
  });
  return (
    <section className="panel grid gap-4 p-5">
      <h2 className="text-title">{t("account.profile")}</h2>
      <form noValidate className="grid gap-4" onSubmit={(event) => void save(event)}>
        <Field
          id="profile-name"
          label={t("auth.name")}
          autoComplete="name"
          error={errors.name?.message}
          {...register("name", { required: t("auth.needed") })}
        />
        <FailureNote text={failure} />
        <button type="submit" className="btn" disabled={isSubmitting}>
          {t("action.save")}
        </button>
        <p role="status" className="text-small text-mint">
          {saved ? t("account.saved") : null}
        </p>
      </form>
    </section>
  );
}
