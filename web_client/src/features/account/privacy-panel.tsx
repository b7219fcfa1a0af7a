"use client";

import { isProblem } from "@movie-magic/client-sdk/api";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { FailureNote } from "./failure-note";
import { Field } from "./field";
import { SettingsForm, SettingsPanel } from "./settings-panel";
import { useAccountForm } from "./use-account-form";

/** A copy of everything the house keeps about this customer, and the way to leave. */
export function PrivacyPanel() {
  const { t, api } = useApp();
  const router = useRouter();
  const [leaving, setLeaving] = useState(false);
  const [copyFailure, setCopyFailure] = useState<string | null>(null);
  const { register, handleSubmit, errors, isSubmitting, failure, send } = useAccountForm<{
    password: string;
  }>({ password: "" });
  const download = async () => {
    setCopyFailure(null);
    try {
      save(await api.me.copy());
    } catch (error) {
      if (!isProblem(error)) throw error;
      setCopyFailure(problemText(error, t));
    }
  };
  const leave = handleSubmit(async ({ password }) => {
    if (await send(() => api.me.remove(password))) router.push("/");
  });
  return (
    <SettingsPanel title={t("account.data")}>
      <p className="-mt-2 text-small text-dim">{t("account.dataLead")}</p>
      <button type="button" className="btn justify-self-start" onClick={() => void download()}>
        {t("account.copy")}
      </button>
      <FailureNote text={copyFailure} />
      {leaving ? (
        <SettingsForm
          onSubmit={leave}
          failure={failure}
          actions={
            <>
              <button type="submit" className="btn text-velvet" disabled={isSubmitting}>
                {t("account.leaveNow")}
              </button>
              <button
                type="button"
                className="btn btn-quiet"
                onClick={() => {
                  setLeaving(false);
                }}
              >
                {t("account.stay")}
              </button>
            </>
          }
        >
          <p>{t("account.leaveSure")}</p>
          <Field
            id="leave-password"
            label={t("account.currentPassword")}
            type="password"
            autoComplete="current-password"
            error={errors.password?.message}
            {...register("password", { required: t("auth.needed") })}
          />
        </SettingsForm>
      ) : (
        <button
          type="button"
          className="btn btn-quiet justify-self-start text-velvet"
          onClick={() => {
            setLeaving(true);
          }}
        >
          {t("account.leave")}
        </button>
      )}
    </SettingsPanel>
  );
}

function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "movie-magic.json";
  link.click();
  URL.revokeObjectURL(address);
}
