import { type ReactNode, useCallback, useRef } from "react";

import { useStaff } from "@/app/staff-app";
import { ScrollRegion } from "@/components/scroll-region";
import { EmptyState, ErrorState, Ghost } from "@/components/states";

import { type Column } from "./column";
import { GridBody, GridHead } from "./grid-parts";
import { Pager } from "./pager";
import { TableTools } from "./table-tools";
import { useGrid } from "./use-grid";
import { type TableState } from "./use-table-state";

/** How far the rows have come. */
export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly status: "pending" | "error" | "success";
  readonly error: unknown;
  /** Whether newer rows are on their way while these are shown. */
  readonly refreshing: boolean;
  /** Whether these rows answer an earlier search, and those that were asked for are still on their way. */
  readonly stale?: boolean;
  readonly again: () => void;
}

/** Which rows are chosen, and what can be done with them. */
export interface Choosing<Row> {
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  /** Names a row for a screen reader's "choose …". */
  readonly nameOf: (row: Row) => string;
  readonly actions: ReactNode;
}

interface AdminDataTableProps<Row> {
  /** Names the file that rows are kept in. */
  readonly name: string;
  /** What the table is, for whoever does not see it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly data: Rows<Row>;
  readonly rowId: (row: Row) => string;
  readonly state: TableState;
  /** `local`: all rows are here, and are cut into pages here. Else the cursor of the server's next page, or null. */
  readonly paging: "local" | { readonly next: string | null };
  readonly empty: { readonly title: string; readonly text?: string };
  readonly choosing?: Choosing<Row>;
  /** Filters, shown above. */
  readonly children?: ReactNode;
}

const localPageSize = 50;

/**
 * The house's one table: sorted, filtered and paged with its whole state in the address, usable without a mouse, its
 * columns a matter of taste, its rows a file away. Where there are none, it says so, and why.
 */
export function AdminDataTable<Row extends object>(props: AdminDataTableProps<Row>) {
  const { name, caption, columns, data, rowId, state, paging, empty, choosing, children } = props;
  const { t, intl } = useStaff();
  const frame = useRef<HTMLDivElement>(null);
  const onSelect = choosing?.onSelect;
  const select = useCallback((ids: ReadonlySet<string>) => onSelect?.(ids), [onSelect]);
  const table = useGrid({
    columns,
    rows: data.rows,
    rowId,
    state,
    pageSize: paging === "local" ? localPageSize : null,
    selected: choosing?.selected ?? none,
    onSelect: select,
    intl,
  });
  const shown = columns.filter(({ id }) => !state.hidden.has(id));
  const rows = table.getRowModel().rows;
  // Rows of an earlier search may be looked at, and nothing more: whoever has typed a name means another row.
  const stale = state.typing || data.stale === true;
  const sorted = () => table.getSortedRowModel().rows.map(({ original }) => original);

  return (
    <section
      aria-label={caption}
      aria-busy={data.refreshing || stale}
      className="panel min-w-0 overflow-clip"
    >
      <TableTools
        name={name}
        columns={columns}
        shown={shown}
        state={state}
        count={data.status === "success" ? data.rows.length : null}
        whole={paging === "local"}
        searching={stale}
        rows={sorted}
        filters={children}
      />
      {choosing !== undefined && choosing.selected.size > 0 ? (
        <div
          inert={stale}
          className="flex flex-wrap items-center gap-3 border-b border-line bg-beam/10 px-4 py-2"
        >
          <p role="status" className="text-small font-semibold">
            {t("table.selected", { count: choosing.selected.size })}
          </p>
          {choosing.actions}
          <button
            type="button"
            className="btn btn-small btn-quiet"
            onClick={() => {
              choosing.onSelect(none);
            }}
          >
            {t("table.selectNone")}
          </button>
        </div>
      ) : null}
      {data.status === "pending" ? (
        <Ghost lines={8} label={t("table.loading")} />
      ) : data.status === "error" ? (
        <ErrorState error={data.error} again={data.again} />
      ) : rows.length === 0 ? (
        <EmptyState title={empty.title} text={empty.text} />
      ) : (
        <ScrollRegion ref={frame} label={t("table.scroll", { table: caption })} className="max-h-[75dvh]">
          <table className="grid-table">
            <caption className="sr-only">{caption}</caption>
            <GridHead
              table={table}
              columns={shown}
              state={state}
              choosing={choosing !== undefined}
              stale={stale}
            />
            <GridBody rows={rows} columns={shown} choosing={choosing} stale={stale} />
          </table>
        </ScrollRegion>
      )}
      {data.status === "success" ? (
        <Pager
          state={state}
          paging={paging === "local" ? { pages: table.getPageCount() } : paging}
          onTurn={() => {
            frame.current?.scrollTo({ top: 0 });
          }}
        />
      ) : null}
    </section>
  );
}

const none: ReadonlySet<string> = new Set();
