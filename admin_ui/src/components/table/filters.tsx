import { type ReactNode, useEffect, useId, useRef, useState } from "react";

import { useStaff } from "@/app/staff-app";
import { Icon } from "@/components/icon";

import { type TableState } from "./use-table-state";

/** How long somebody must pause before what was typed is asked for, in milliseconds. */
const pauseMs = 250;

/**
 * A filter that is typed. It is asked for while somebody types, as soon as they pause, and at once on Enter, on leaving
 * the field and when it is cleared. Until the answer is there, the table around it does not offer its old rows.
 */
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
  const { setTyping } = state;
  // What is in the field as it was typed, its spaces too; it counts as long as nothing else has set the filter.
  const [typed, setTyped] = useState<{ readonly text: string; readonly over: string } | null>(null);
  const text = typed !== null && (kept === typed.over || kept === typed.text.trim()) ? typed.text : kept;
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  const search = (wanted: string) => {
    clearTimeout(pause.current);
    if (wanted !== kept) state.filterBy({ [name]: wanted });
  };
  const latest = useRef(search);
  useEffect(() => {
    latest.current = search;
  });
  const settled = text.trim() === kept;
  useEffect(() => {
    // Only when the address has it: until then the rows are those of the search before.
    if (settled) setTyping(name, false);
  }, [name, settled, setTyping]);
  useEffect(
    () => () => {
      clearTimeout(pause.current);
      setTyping(name, false);
    },
    [name, setTyping],
  );
  const take = (written: string, composing: boolean) => {
    const wanted = written.trim();
    setTyped({ text: written, over: kept });
    clearTimeout(pause.current);
    // The browser's own cross empties the field: nobody need wait for that.
    if (wanted !== kept) setTyping(name, true);
    if (wanted === "" || wanted === kept) {
      search(wanted);
      return;
    }
    // Half a syllable is no word yet.
    if (composing) return;
    pause.current = setTimeout(() => {
      latest.current(wanted);
    }, pauseMs);
  };
  return (
    <form
      role="search"
      aria-label={label}
      className="grid min-w-0 gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        search(text.trim());
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
          value={text}
          onChange={({ target, nativeEvent }) => {
            take(target.value, (nativeEvent as InputEvent).isComposing);
          }}
          onCompositionEnd={({ currentTarget }) => {
            take(currentTarget.value, false);
          }}
          onBlur={() => {
            if (typed === null) return;
            setTyped(null);
            search(text.trim());
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
