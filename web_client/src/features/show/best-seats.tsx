"use client";

import { type BestSeats as Wish } from "@movie-magic/client-sdk/api";
import { categoryName } from "@movie-magic/client-sdk/seatmap";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";

type Category = NonNullable<Wish["category"]>;

interface BestSeatsProps {
  readonly categories: readonly string[];
  readonly maxSeats: number;
  /** The server is being asked, or sales are over. */
  readonly disabled: boolean;
  readonly onTake: (wish: Wish) => Promise<void>;
}

/** Leaves the choice to the house: how many, of which kind, and the best seats together are held at once. */
export function BestSeats({ categories, maxSeats, disabled, onTake }: BestSeatsProps) {
  const { t } = useApp();
  const [count, setCount] = useState(2);
  const [category, setCategory] = useState<string>("");
  const [accessible, setAccessible] = useState(false);
  // Places for wheelchairs are asked for by the switch, and not as a kind of seat.
  const kinds = categories.filter((name) => name !== "wheelchair" && name !== "companion");
  return (
    <form
      aria-label={t("seats.best")}
      className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-3 border-b border-line pb-4"
      onSubmit={(event) => {
        event.preventDefault();
        void onTake({ count, accessible, ...(category === "" ? {} : { category: category as Category }) });
      }}
    >
      <p aria-hidden className="w-full font-display text-body font-bold">
        {t("seats.best")}
      </p>
      <div role="group" aria-label={t("seats.bestHow")} className="flex items-center gap-1">
        <button
          type="button"
          className="btn btn-round"
          aria-label={t("seats.bestFewer")}
          disabled={count <= 1}
          onClick={() => {
            setCount(count - 1);
          }}
        >
          <span aria-hidden>−</span>
        </button>
        <output aria-live="polite" className="min-w-8 text-center font-display text-title font-bold">
          {count}
        </output>
        <button
          type="button"
          className="btn btn-round"
          aria-label={t("seats.bestMore")}
          disabled={count >= maxSeats}
          onClick={() => {
            setCount(count + 1);
          }}
        >
          <span aria-hidden>+</span>
        </button>
      </div>
      <label className="grid gap-1 text-small text-dim">
        {t("seats.bestWhere")}
        <select
          className="field min-h-11"
          value={category}
          onChange={(event) => {
            setCategory(event.target.value);
          }}
        >
          <option value="">{t("seats.bestAnywhere")}</option>
          {kinds.map((name) => (
            <option key={name} value={name}>
              {categoryName(name, t)}
            </option>
          ))}
        </select>
      </label>
      {categories.includes("wheelchair") && (
        <label className="flex min-h-11 items-center gap-2 text-small">
          <input
            type="checkbox"
            className="size-5"
            checked={accessible}
            onChange={(event) => {
              setAccessible(event.target.checked);
            }}
          />
          {t("seats.bestAccessible")}
        </label>
      )}
      <button type="submit" className="btn" disabled={disabled}>
        {t("seats.bestTake")}
      </button>
    </form>
  );
}
