"use client";

import { useApp } from "@/features/app/app-context";

import { usePoints } from "./use-points";

/** How many points there are to spend, and how many come once a show is over. Nothing where there are none. */
export function MyPoints({ userId }: { readonly userId: string }) {
  const { t } = useApp();
  const points = usePoints(userId);
  if (points === null || (points.balance === 0 && points.coming === 0)) return null;
  return (
    <section aria-label={t("account.points")} className="panel grid gap-1 p-5">
      <p className="font-display text-title font-bold">{t("checkout.points", { count: points.balance })}</p>
      <p className="text-small text-dim">{t("account.pointsSpend")}</p>
      {points.coming > 0 && (
        <p className="text-small text-dim">{t("account.pointsComing", { count: points.coming })}</p>
      )}
    </section>
  );
}
