"use client";

import { useState } from "react";

import { useApp } from "@/features/app/app-context";

import { Field } from "./field";
import { NewPasswordField } from "./new-password-field";
import { SettingsForm, SettingsPanel } from "./settings-panel";
import { useAccountForm } from "./use-account-form";

type Fields = Record<"current_password" | "password", string>;

/** Another password; it signs out everywhere else. */
export function PasswordPanel() {
  const { t, api } = useApp();
  const [done, setDone] = useState(false);
  const { register, handleSubmit, reset, errors, isSubmitting, failure, send } = useAccountForm<Fields>({
    current_password: "",
    password: "",
  });
  const change = handleSubmit(async ({ current_password: current, password }) => {
    setDone(false);
    if (!(await send(() => api.me.changePassword(current, password)))) return;
    setDone(true);
    reset();
  });
  return (
    <SettingsPanel title={t("auth.password")}>
      <SettingsForm
        onSubmit={change}
        failure={failure}
        done={done ? t("account.passwordChanged") : null}
        actions={
          <button type="submit" className="btn" disabled={isSubmitting}>
            {t("account.changePassword")}
          </button>
        }
      >
        <Field
          id="current-password"
          label={t("account.currentPassword")}
          type="password"
          autoComplete="current-password"
          error={errors.current_password?.message}
          {...register("current_password", { required: t("auth.needed") })}
        />
        <NewPasswordField
          id="new-password"
          label={t("auth.newPassword")}
          error={errors.password?.message}
          register={(rules) => register("password", rules)}
        />
      </SettingsForm>
    </SettingsPanel>
  );
}
