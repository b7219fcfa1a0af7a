import { type UseQueryResult } from "@tanstack/react-query";

import { type Rows } from "@/components/table/admin-data-table";

const none: readonly never[] = [];

/** A question's answer as a table wants it. What was shown before stays until there is something newer. */
export function rowsOf<Answer, Row>(
  query: UseQueryResult<Answer>,
  pick: (answer: Answer) => readonly Row[],
): Rows<Row> {
  return {
    rows: query.data === undefined ? none : pick(query.data),
    // An answer that is there is shown, though a newer one could not be had.
    status: query.data === undefined ? query.status : "success",
    error: query.error,
    refreshing: query.isFetching && query.data !== undefined,
    stale: query.isPlaceholderData,
    again: () => void query.refetch(),
  };
}

/** The items of a page of the API's. */
export function itemsOf<Row>(page: { readonly items: readonly Row[] }): readonly Row[] {
  return page.items;
}
