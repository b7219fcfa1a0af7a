"use client";

import { formatCountdown, isoDuration } from "@movie-magic/client-sdk/dates";
import { useCountdown } from "@movie-magic/client-sdk/react";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";

interface HoldTimerProps {
  /** RFC 3339: when the seats come free again. */
  readonly deadline: string;
  /** Asks for more time; null where there is no more to be had, absent where nobody can ask. */
  readonly onExtend?: (() => void) | null;
  /** More time has been asked for. */
  readonly extending?: boolean;
  /** What the clock promises; that seats and price are held unless told. */
  readonly promise?: string;
}

/** What is left, by the server's clock. It promises; only near the end does it also warn, and offers more time. */
export function HoldTimer({ deadline, onExtend, extending = false, promise }: HoldTimerProps) {
  const { t, api } = useApp();
  const { remainingMs, phase } = useCountdown(deadline, api.clock);
  const warning = phase !== "calm";
  const extendable = onExtend !== undefined && onExtend !== null;
  return (
    <div
      data-phase={phase}
      className={`rounded-card border px-4 py-3 transition-colors ${warning ? "border-velvet/60 bg-velvet/10" : "border-beam/45 bg-beam/10"}`}
    >
      <div className="flex items-center gap-3">
        <time
          role="timer"
          dateTime={isoDuration(remainingMs)}
          // The number differs between the server's first paint and the browser's by the time in between.
          suppressHydrationWarning
          className={`font-display text-heading font-bold tabular-nums ${warning ? "text-velvet" : "text-beam"}`}
        >
          {formatCountdown(remainingMs)}
        </time>
        <p className="text-small leading-snug">{promise ?? t("hold.promise")}</p>
      </div>
      <div role="status">
        {phase === "warning" && extendable ? (
          <div className="mt-2 flex flex-wrap items-center justify-between gap-2">
            <p className="text-small font-semibold">{t("hold.warning")}</p>
            <button type="button" className="btn text-small" disabled={extending} onClick={onExtend}>
              <Icon name="clock" size={18} />
              {t("hold.extend")}
            </button>
          </div>
        ) : null}
        {phase === "warning" && onExtend === null && (
          <p className="mt-1 text-small text-dim">{t("hold.notExtendable")}</p>
        )}
      </div>
    </div>
  );
}
