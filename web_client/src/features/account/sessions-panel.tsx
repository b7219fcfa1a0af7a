"use client";

import { settle, type SignedInSession } from "@movie-magic/client-sdk/api";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { FailureNote } from "./failure-note";
import { SettingsPanel } from "./settings-panel";

/** Where the account is signed in, each with a way to end it. */
export function SessionsPanel() {
  const { t, api, intl } = useApp();
  const [sessions, setSessions] = useState<readonly SignedInSession[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    settle(api.me.sessions({ signal: gone.signal }))
      .then((asked) => {
        if (asked.ok) setSessions(asked.value.items);
        else setFailure(problemText(asked.problem, t));
      })
      .catch((error: unknown) => {
        if (!gone.signal.aborted) throw error;
      });
    return () => {
      gone.abort();
    };
  }, [api, t, looks]);
  const end = async (request: () => Promise<unknown>) => {
    const asked = await settle(request());
    setFailure(asked.ok ? null : problemText(asked.problem, t));
    setLooks((count) => count + 1);
  };
  const moment = new Intl.DateTimeFormat(intl, { dateStyle: "medium", timeStyle: "short" });
  return (
    <SettingsPanel title={t("account.sessions")}>
      <FailureNote text={failure} />
      <ul className="grid gap-3">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-center justify-between gap-3 border-b border-line pb-3 last:border-b-0 last:pb-0"
          >
            <div className="min-w-0">
              <p className="font-semibold break-words">{session.device}</p>
              <p className="text-small text-dim">
                {session.current
                  ? t("account.thisDevice")
                  : t("account.lastSeen", { time: moment.format(new Date(session.last_seen_at)) })}{" "}
                · {session.address}
              </p>
            </div>
            {!session.current && (
              <button
                type="button"
                className="btn"
                aria-label={t("account.endSession", { device: session.device })}
                onClick={() => void end(() => api.me.endSession(session.id))}
              >
                {t("nav.signOut")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <button
          type="button"
          className="btn justify-self-start"
          onClick={() => void end(() => api.me.endOtherSessions())}
        >
          {t("account.endOthers")}
        </button>
      )}
    </SettingsPanel>
  );
}
