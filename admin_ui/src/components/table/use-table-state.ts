import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "react-router";

import { parseSorting, type Sorting, sortingText } from "./column";

/** What an address says of a table. Everything that is looked at can so be sent to somebody else. */
export interface TableState {
  readonly sorting: Sorting | null;
  /** From 0. */
  readonly page: number;
  /** Where the server is to go on; null from the beginning. */
  readonly cursor: string | null;
  readonly hidden: ReadonlySet<string>;
  /** The value of a filter; empty where it is not set. */
  readonly filter: (name: string) => string;
  readonly sortBy: (sorting: Sorting | null) => void;
  readonly turnTo: (page: number) => void;
  readonly goOnAt: (cursor: string | null) => void;
  readonly hide: (column: string, hidden: boolean) => void;
  /** Whether something is typed that is not asked for yet: the rows that are shown are not the ones that are meant. */
  readonly typing: boolean;
  /** Says that a filter is being typed, or no longer. */
  readonly setTyping: (name: string, typing: boolean) => void;
  /** Sets filters, and goes back to the first page; an empty value takes the filter away. */
  readonly filterBy: (values: Readonly<Record<string, string>>) => void;
}

/**
 * Keeps a table's state in the address.
 *
 * Turning a page is a step that Back undoes; what is set while looking (a filter, an order, a column) replaces the
 * address, so that Back leads out of the table and not through every letter that was typed.
 */
export function useTableState(usualSorting: Sorting | null = null): TableState {
  const [address, setAddress] = useSearchParams();

  const change = useCallback(
    (values: Readonly<Record<string, string | null>>, replace: boolean) => {
      setAddress(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(values)) {
            if (value === null || value === "") after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        // At once: a box that is ticked stays ticked.
        { replace, preventScrollReset: true, flushSync: true },
      );
    },
    [setAddress],
  );

  const [typed, setTyped] = useState<ReadonlySet<string>>(new Set());
  const setTyping = useCallback((name: string, typing: boolean) => {
    setTyped((before) => {
      if (before.has(name) === typing) return before;
      const after = new Set(before);
      if (typing) after.add(name);
      else after.delete(name);
      return after;
    });
  }, []);

  return useMemo(() => {
    const hidden = new Set((address.get("hide") ?? "").split(",").filter((name) => name !== ""));
    const page = Number(address.get("page") ?? "1");
    return {
      sorting: address.has("sort") ? parseSorting(address.get("sort")) : usualSorting,
      page: Number.isSafeInteger(page) && page > 0 ? page - 1 : 0,
      cursor: address.get("cursor"),
      hidden,
      filter: (name) => address.get(name) ?? "",
      sortBy: (sorting) => {
        // "-" says that nothing is sorted by, where there is an order otherwise.
        const text = sorting === null ? (usualSorting === null ? null : "-") : sortingText(sorting);
        change({ sort: text, page: null, cursor: null }, true);
      },
      turnTo: (to) => {
        change({ page: to === 0 ? null : String(to + 1) }, false);
      },
      goOnAt: (cursor) => {
        change({ cursor }, false);
      },
      hide: (column, away) => {
        const names = new Set(hidden);
        if (away) names.add(column);
        else names.delete(column);
        change({ hide: [...names].join(",") }, true);
      },
      typing: typed.size > 0,
      setTyping,
      filterBy: (values) => {
        change({ ...values, page: null, cursor: null }, true);
      },
    };
  }, [address, change, usualSorting, typed, setTyping]);
}
