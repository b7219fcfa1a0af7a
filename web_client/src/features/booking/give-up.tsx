"use client";

import { useState } from "react";

import { useApp } from "@/features/app/app-context";

/** Gives the seats of an unpaid booking back, after asking once. */
export function GiveUp({ onGiveUp }: { readonly onGiveUp: () => void }) {
  const { t } = useApp();
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button
        type="button"
        className="btn btn-quiet justify-self-start text-small text-dim"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t("booking.giveUp")}
      </button>
    );
  }
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 rounded-card border border-line p-3">
      <p className="grow text-small">{t("booking.giveUpSure")}</p>
      <button type="button" className="btn text-small" onClick={onGiveUp}>
        {t("booking.giveUp")}
      </button>
      <button
        type="button"
        className="btn text-small"
        onClick={() => {
          setAsking(false);
        }}
      >
        {t("booking.keep")}
      </button>
    </div>
  );
}
