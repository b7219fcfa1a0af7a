import { type ReactNode, useId, useState } from "react";

import { useStaff } from "@/app/staff-app";
import { Icon } from "@/components/icon";

import { type TableState } from "./use-table-state";

/** A filter that is typed. It is asked for when the person pauses, not at every letter, and at once on Enter. */
export function SearchFilter({
  state,
  name = "q",
  label,
}: {
  readonly state: TableState;
  readonly name?: string;
  readonly label: string;
}) {
  const { t } = useStaff();
  const id = useId();
  const kept = state.filter(name);
  const [typed, setTyped] = useState<string | null>(null);
  const search = (text: string) => {
    setTyped(null);
    if (text !== kept) state.filterBy({ [name]: text });
  };
  return (
    <form
      role="search"
      aria-label={label}
      className="grid min-w-0 gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        search((typed ?? kept).trim());
      }}
    >
      <label htmlFor={id} className="text-caption text-dim">
        {label}
      </label>
      <span className="relative">
        <input
          id={id}
          type="search"
          className="field min-h-11 w-full py-1.5 pr-11 sm:w-44 text-small"
          value={typed ?? kept}
          onChange={({ target }) => {
            setTyped(target.value);
            // The browser's own cross empties the field: that is asked for, too.
            if (target.value === "") search("");
          }}
          onBlur={() => {
            if (typed !== null) search(typed.trim());
          }}
        />
        <button
          type="submit"
          aria-label={t("action.search")}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-field text-dim hover:text-text"
        >
          <Icon name="search" />
        </button>
      </span>
    </form>
  );
}

/** A filter that is chosen from a list. */
export function ChoiceFilter({
  state,
  name,
  label,
  all,
  choices,
}: {
  readonly state: TableState;
  readonly name: string;
  readonly label: string;
  /** What no choice is called. */
  readonly all: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}) {
  return (
    <FilterLabel label={label}>
      <select
        className="field min-h-11 w-full py-1.5 sm:w-auto sm:max-w-64 text-small"
        value={state.filter(name)}
        onChange={({ target }) => {
          state.filterBy({ [name]: target.value });
        }}
      >
        <option value="">{all}</option>
        {choices.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </FilterLabel>
  );
}

/** A filter that is a day. */
export function DayFilter({
  state,
  name,
  label,
}: {
  readonly state: TableState;
  readonly name: string;
  readonly label: string;
}) {
  return (
    <FilterLabel label={label}>
      <input
        type="date"
        className="field min-h-11 w-full min-w-0 py-1.5 sm:w-auto text-small"
        value={state.filter(name)}
        onChange={({ target }) => {
          state.filterBy({ [name]: target.value });
        }}
      />
    </FilterLabel>
  );
}

function FilterLabel({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className="grid min-w-0 gap-1">
      <span className="text-caption text-dim">{label}</span>
      {children}
    </label>
  );
}
