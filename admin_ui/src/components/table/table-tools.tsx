import { localDate } from "@movie-magic/client-sdk/dates";
import { type ReactNode, useId } from "react";

import { useStaff } from "@/app/staff-app";
import { Icon } from "@/components/icon";

import { type Column } from "./column";
import { keepFile, toCsv } from "./csv";
import { type TableState } from "./use-table-state";

interface TableToolsProps<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  readonly shown: readonly Column<Row>[];
  readonly state: TableState;
  /** How many rows are here; null where they are not here yet. */
  readonly count: number | null;
  /** Whether these are all there are, and not one of the server's pages. */
  readonly whole: boolean;
  /** Whether rows that were asked for are still on their way. */
  readonly searching: boolean;
  /** The rows to keep as a file, in their order. */
  readonly rows: () => readonly Row[];
  readonly filters: ReactNode;
}

/** Above the rows: filters, how many there are, which columns are shown, and the file. */
export function TableTools<Row>(props: TableToolsProps<Row>) {
  const { name, columns, shown, state, count, whole, searching, rows, filters } = props;
  const { t } = useStaff();
  const menu = useId();
  return (
    <div className="flex flex-wrap items-end gap-x-3 gap-y-2 border-b border-line px-4 py-3">
      {filters === undefined ? null : (
        <div className="grid grow grid-cols-2 items-end gap-3 sm:flex sm:grow-0 sm:flex-wrap">{filters}</div>
      )}
      <div className="ml-auto flex items-center gap-2">
        <p role="status" className="text-small whitespace-nowrap text-dim">
          {searching ? (
            t("table.searching")
          ) : count === null ? null : (
            <span className={whole ? undefined : "sr-only"}>{t("table.rows", { count })}</span>
          )}
        </p>
        <button
          type="button"
          popoverTarget={menu}
          aria-label={t("table.columns")}
          title={t("table.columns")}
          className="btn btn-small btn-quiet"
        >
          <Icon name="columns" />
        </button>
        <div id={menu} popover="auto" className="popup">
          <fieldset className="grid gap-1">
            <legend className="mb-1 text-small font-semibold text-dim">{t("table.columns")}</legend>
            {columns.map((column, index) => (
              <label key={column.id} className="flex min-h-9 items-center gap-2 text-small">
                <input
                  type="checkbox"
                  className="size-5"
                  checked={!state.hidden.has(column.id)}
                  disabled={index === 0 || column.hidable === false}
                  onChange={({ target }) => {
                    state.hide(column.id, !target.checked);
                  }}
                />
                {column.header}
              </label>
            ))}
          </fieldset>
        </div>
        <button
          type="button"
          aria-label={t("table.export")}
          title={t("table.export")}
          className="btn btn-small btn-quiet"
          onClick={() => {
            keepFile(`${name}-${localDate(new Date(), "UTC")}.csv`, toCsv(shown, rows()));
          }}
        >
          <Icon name="download" />
        </button>
      </div>
    </div>
  );
}
