"use client";

import { type User } from "@movie-magic/client-sdk/api";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";

import { Field } from "./field";
import { SettingsForm, SettingsPanel } from "./settings-panel";
import { useAccountForm } from "./use-account-form";

/** What somebody is called. */
export function Profile({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const [saved, setSaved] = useState(false);
  const { register, handleSubmit, errors, isSubmitting, failure, send } = useAccountForm<{ name: string }>({
    name: user.name,
  });
  const save = handleSubmit(async ({ name }) => {
    setSaved(false);
    setSaved(await send(() => api.me.update({ name })));
  });
  return (
    <SettingsPanel title={t("account.profile")}>
      <SettingsForm
        onSubmit={save}
        failure={failure}
        done={saved ? t("account.saved") : null}
        actions={
          <button type="submit" className="btn" disabled={isSubmitting}>
            {t("action.save")}
          </button>
        }
      >
        <Field
          id="profile-name"
          label={t("auth.name")}
          autoComplete="name"
          error={errors.name?.message}
          {...register("name", { required: t("auth.needed") })}
        />
      </SettingsForm>
    </SettingsPanel>
  );
}
