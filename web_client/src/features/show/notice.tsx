"use client";

import { formatList } from "@movie-magic/client-sdk/i18n";

import { Icon } from "@/components/icon";
import { type App, useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { type News } from "./use-choice";

interface NoticeProps {
  readonly news: News | null;
  readonly onTake: (seat: number) => void;
  readonly onDismiss: () => void;
}

function text(news: News, { t, locale }: App): string {
  switch (news.kind) {
    case "lost":
      return t("seats.lost", { count: news.seats.length, seats: formatList(news.seats, locale) });
    case "gap":
      return t("seats.wouldLeaveGap", { count: news.seats.length, seats: formatList(news.seats, locale) });
    case "best":
      return t("seats.bestTaken", { count: news.seats.length, seats: formatList(news.seats, locale) });
    case "limit":
      return t("seats.atMost", { count: news.count });
    case "problem":
      return problemText(news.problem, t);
  }
}

/** What happened in passing, said aloud and shown until it is answered. */
export function Notice({ news, onTake, onDismiss }: NoticeProps) {
  const app = useApp();
  const { t } = app;
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-20 z-40 flex justify-center px-4"
    >
      {news !== null && (
        <div className="pointer-events-auto flex max-w-xl animate-rise items-center gap-3 rounded-panel border border-velvet/60 bg-overlay py-2 pr-2 pl-5 shadow-[0_1rem_3rem_rgb(0_0_0/40%)]">
          <div className="py-1">
            <p>{text(news, app)}</p>
            {(news.kind === "lost" || news.kind === "gap") && news.instead.length > 0 && (
              <p className="mt-1 flex flex-wrap gap-2">
                {news.instead.map(({ index, label }) => (
                  <button
                    key={index}
                    type="button"
                    className="btn text-small"
                    onClick={() => {
                      onTake(index);
                    }}
                  >
                    {t("seats.takeInstead", { seat: label })}
                  </button>
                ))}
              </p>
            )}
          </div>
          <button
            type="button"
            aria-label={t("action.close")}
            className="btn btn-quiet btn-round"
            onClick={onDismiss}
          >
            <Icon name="cross" />
          </button>
        </div>
      )}
    </div>
  );
}
