"use client";

import Link from "next/link";
import { useId, useState } from "react";

import { useApp } from "@/features/app/app-context";
import { Waiting } from "@/features/checkout/waiting";

import { FailureNote } from "./failure-note";
import { NewPasswordField } from "./new-password-field";
import { useAccountForm } from "./use-account-form";
import { useLinkToken } from "./use-link-token";

/** Chooses a new password by a mailed link. */
export function ResetForm() {
  const { t, api } = useApp();
  const id = useId();
  const token = useLinkToken();
  const [done, setDone] = useState(false);
  const { register, handleSubmit, errors, isSubmitting, failure, send } = useAccountForm<{
    password: string;
  }>({ password: "" });
  if (token === undefined) return <Waiting text={t("auth.working")} />;
  if (token === null) {
    return (
      <>
        <FailureNote text={t("account.problem.link_gone")} />
        <AskAgain />
      </>
    );
  }
  if (done) {
    return (
      <>
        <p role="status">{t("auth.resetDone")}</p>
        <Link href="/sign-in" className="btn btn-go">
          {t("nav.signIn")}
        </Link>
      </>
    );
  }
  const submit = handleSubmit(async ({ password }) => {
    if (await send(() => api.auth.reset(token, password))) setDone(true);
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <NewPasswordField
        id={`${id}-password`}
        label={t("auth.newPassword")}
        error={errors.password?.message}
        register={(rules) => register("password", rules)}
      />
      <FailureNote text={failure} />
      <button type="submit" className="btn btn-go min-h-13" disabled={isSubmitting}>
        {isSubmitting ? t("auth.working") : t("auth.resetSave")}
      </button>
      {failure !== null && <AskAgain />}
    </form>
  );
}

/** To where a new link is asked for. */
function AskAgain() {
  const { t } = useApp();
  return (
    <Link href="/forgot" className="btn">
      {t("auth.forgotAgain")}
    </Link>
  );
}
