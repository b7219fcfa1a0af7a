"use client";

import { isProblem } from "@movie-magic/client-sdk/api";
import Link from "next/link";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";
import { Waiting } from "@/features/checkout/waiting";
import { problemText } from "@/features/hold/problem-text";

import { FailureNote } from "./failure-note";
import { useLinkToken } from "./use-link-token";

/**
 * Follows a link that proves an address, when its reader says so: programs that open every link of a mail to look at
 * it must not use it up.
 */
export function VerifyStep() {
  const { t, api } = useApp();
  const token = useLinkToken();
  const [working, setWorking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [email, setEmail] = useState<string | null>(null);
  if (token === undefined) return <Waiting text={t("auth.working")} />;
  if (email !== null) {
    return (
      <>
        <p role="status">{t("auth.verified", { email })}</p>
        <Link href="/account" className="btn btn-go">
          {t("account.title")}
        </Link>
      </>
    );
  }
  if (token === null) {
    return (
      <>
        <FailureNote text={t("account.problem.link_gone")} />
        <AskAgain />
      </>
    );
  }
  const confirm = async () => {
    setWorking(true);
    setFailure(null);
    try {
      const proven = await api.auth.verify(token);
      setEmail(proven.email);
    } catch (error) {
      if (!isProblem(error)) throw error;
      setFailure(problemText(error, t));
    } finally {
      setWorking(false);
    }
  };
  return (
    <>
      <FailureNote text={failure} />
      <button type="button" className="btn btn-go min-h-13" disabled={working} onClick={() => void confirm()}>
        {working ? t("auth.working") : t("auth.verifyNow")}
      </button>
      {failure !== null && <AskAgain />}
    </>
  );
}

/** To where a new link is asked for. */
function AskAgain() {
  const { t } = useApp();
  return (
    <Link href="/account/settings" className="btn">
      {t("account.settings")}
    </Link>
  );
}
