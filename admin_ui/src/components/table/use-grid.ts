import {
  columnVisibilityFeature,
  createPaginatedRowModel,
  createSortedRowModel,
  rowPaginationFeature,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo } from "react";

import { type Column, compareValues } from "./column";
import { type TableState } from "./use-table-state";

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  rowPaginationFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
  paginatedRowModel: createPaginatedRowModel(),
});

interface GridOptions<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly state: TableState;
  /** Rows on a page; null where the server has cut the pages already. */
  readonly pageSize: number | null;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly intl: string;
}

/** Sorted, cut into pages, with columns put away and rows chosen: the table without its looks. */
export function useGrid<Row extends object>(options: GridOptions<Row>) {
  const { columns, rows, rowId, state, pageSize, selected, onSelect, intl } = options;
  const definitions = useMemo(() => {
    const collator = new Intl.Collator(intl, { numeric: true });
    return columns.map((column) => ({
      id: column.id,
      header: column.header,
      accessorFn: (row: Row) => column.value(row),
      enableSorting: column.sortable ?? pageSize !== null,
      sortFn: (one: { original: Row }, other: { original: Row }) => {
        // The table turns the order round for a descending column; nothing is to stay last both ways.
        const descending = state.sorting?.column === column.id && state.sorting.descending;
        const order = compareValues(
          column.value(one.original),
          column.value(other.original),
          descending,
          collator,
        );
        return descending ? -order : order;
      },
    }));
  }, [columns, intl, pageSize, state.sorting]);

  return useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    enableSortingRemoval: true,
    manualPagination: pageSize === null,
    autoResetPageIndex: false,
    state: {
      sorting: state.sorting === null ? [] : [{ id: state.sorting.column, desc: state.sorting.descending }],
      pagination: {
        pageIndex: pageSize === null ? 0 : state.page,
        pageSize: pageSize ?? Math.max(1, rows.length),
      },
      columnVisibility: Object.fromEntries([...state.hidden].map((id) => [id, false])),
      rowSelection: chosen(selected),
    },
    onRowSelectionChange: (change) => {
      onSelect(new Set(Object.keys(typeof change === "function" ? change(chosen(selected)) : change)));
    },
  });
}

function chosen(ids: ReadonlySet<string>): Record<string, true> {
  return Object.fromEntries([...ids].map((id) => [id, true as const]));
}
