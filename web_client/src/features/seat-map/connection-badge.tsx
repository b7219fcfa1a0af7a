"use client";

import { type Connection, type LiveShow } from "@movie-magic/client-sdk/live";
import { useConnection } from "@movie-magic/client-sdk/react";

import { useApp } from "@/features/app/app-context";

type Said = "live" | "connecting" | "waiting" | "offline" | null;

function said(connection: Connection): Said {
  switch (connection.status) {
    case "live":
    case "waiting":
    case "offline":
      return connection.status;
    case "connecting":
      return connection.attempt > 1 ? "waiting" : "connecting";
    case "idle":
    case "paused":
      return "connecting";
    case "closed":
      return null;
  }
}

/** Whether what is shown is what is: quietly when it is, a little less so when it is not. */
export function ConnectionBadge({ live }: { readonly live: LiveShow }) {
  const { t } = useApp();
  const state = said(useConnection(live));
  if (state === null) return null;
  const color = state === "live" ? "bg-mint" : state === "offline" ? "bg-velvet" : "bg-beam";
  return (
    <span role="status" className="chip" data-connection={state}>
      <span
        className={`size-2 rounded-full ${color} ${state === "live" ? "" : "animate-pulse"}`}
        aria-hidden="true"
      />
      {t(`live.${state}`)}
    </span>
  );
}
