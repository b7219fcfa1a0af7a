import { type CallOptions } from "@movie-magic/client-sdk/api";
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { type Rows } from "@/components/table/admin-data-table";
import { type TableState } from "@/components/table/use-table-state";

import { itemsOf, rowsOf } from "./rows";

/** One page of what the API has, and where the next begins. */
export interface ApiPage<Row> {
  readonly items: readonly Row[];
  readonly next_cursor: string | null;
}

/** What of a search says which page is wanted. */
export function pageOf(state: TableState): { limit: number; cursor?: string } {
  return { limit: 50, ...(state.cursor === null ? {} : { cursor: state.cursor }) };
}

/**
 * One page of the server's, as a table wants it. What was shown stays until the next is here.
 *
 * @param name under which what changes these rows has them asked for again
 */
export function usePage<Search extends object, Row>(
  name: readonly string[],
  search: Search,
  ask: (search: Search, call: CallOptions) => Promise<ApiPage<Row>>,
): { readonly data: Rows<Row>; readonly paging: { readonly next: string | null } } {
  const query = useQuery({
    queryKey: [...name, search],
    queryFn: ({ signal }) => ask(search, { signal }),
    placeholderData: keepPreviousData,
  });
  return { data: rowsOf(query, itemsOf), paging: { next: query.data?.next_cursor ?? null } };
}
