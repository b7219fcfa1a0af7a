"use client";

import { type PriceLine } from "@movie-magic/client-sdk/api";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { type ReductionDesk } from "./use-reductions";

interface ReductionFieldsProps {
  readonly desk: ReductionDesk;
  /** While the booking is being made nothing can be changed. */
  readonly disabled: boolean;
}

/** A promotion's code, and the customer's points. */
export function ReductionFields({ desk, disabled }: ReductionFieldsProps) {
  const { t } = useApp();
  const { reductions, points } = desk;
  const [code, setCode] = useState("");
  const spent = desk.quote?.lines.find((line: PriceLine) => line.kind === "points")?.quantity ?? 0;
  return (
    <fieldset disabled={disabled} aria-busy={desk.working} className="grid gap-3">
      <legend className="sr-only">{t("checkout.reductions")}</legend>
      {reductions.promo === null ? (
        <form
          className="grid gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            const promo = code.trim();
            if (promo !== "") desk.apply({ ...reductions, promo });
          }}
        >
          <label htmlFor="promo" className="text-small font-semibold">
            {t("checkout.promo")}
          </label>
          <div className="flex gap-2">
            <input
              id="promo"
              className="field min-w-0 flex-1 uppercase"
              value={code}
              maxLength={64}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              aria-invalid={desk.problem !== null}
              aria-describedby={desk.problem === null ? undefined : "promo-error"}
              onChange={(event) => {
                setCode(event.target.value);
              }}
            />
            <button type="submit" className="btn">
              {t("checkout.promoApply")}
            </button>
          </div>
        </form>
      ) : (
        <p className="flex flex-wrap items-center justify-between gap-2">
          <span role="status">{t("checkout.promoApplied", { code: reductions.promo.toUpperCase() })}</span>
          <button
            type="button"
            className="btn"
            onClick={() => {
              setCode("");
              desk.apply({ ...reductions, promo: null });
            }}
          >
            {t("checkout.promoRemove")}
          </button>
        </p>
      )}
      {points !== null && points.balance > 0 && (
        <label className="flex min-h-11 cursor-pointer items-center gap-3">
          <input
            type="checkbox"
            className="size-5"
            checked={desk.wanted.points > 0}
            onChange={(event) => {
              desk.apply({ ...reductions, points: event.target.checked ? points.balance : 0 });
            }}
          />
          <span>
            {spent > 0
              ? t("checkout.pointsSpent", { spent, left: points.balance - spent })
              : t("checkout.pointsUse", { count: points.balance })}
          </span>
        </label>
      )}
      {desk.problem !== null && (
        <p id="promo-error" role="alert" className="text-small font-medium text-velvet">
          {problemText(desk.problem, t)}
        </p>
      )}
    </fieldset>
  );
}
