import { useStaff } from "@/app/staff-app";
import { Clamped } from "@/components/clamped";
import { Icon } from "@/components/icon";

import { type Choosing } from "./admin-data-table";
import { type Column } from "./column";
import { type useGrid } from "./use-grid";
import { type TableState } from "./use-table-state";

/** The column of what can be done with a row: at a desk it stays in sight. */
const acts = "act";

type Grid<Row extends object> = ReturnType<typeof useGrid<Row>>;

/** The headings: each that can be sorted by is a button, and says how it is sorted. */
export function GridHead<Row extends object>({
  table,
  columns,
  state,
  choosing,
  stale,
}: {
  readonly table: Grid<Row>;
  readonly columns: readonly Column<Row>[];
  readonly state: TableState;
  readonly choosing: boolean;
  readonly stale: boolean;
}) {
  const { t } = useStaff();
  return (
    <thead>
      <tr>
        {choosing ? (
          <th scope="col" className="w-11">
            <input
              type="checkbox"
              className="size-5 align-middle"
              aria-label={t("table.selectPage")}
              disabled={stale}
              checked={table.getIsAllPageRowsSelected()}
              ref={(box) => {
                if (box !== null)
                  box.indeterminate = table.getIsSomePageRowsSelected() && !table.getIsAllPageRowsSelected();
              }}
              onChange={({ target }) => {
                table.toggleAllPageRowsSelected(target.checked);
              }}
            />
          </th>
        ) : null}
        {columns.map((column, index) => {
          const sorted = state.sorting?.column === column.id ? state.sorting : null;
          const sortable = table.getColumn(column.id)?.getCanSort() === true;
          return (
            <th
              key={column.id}
              scope="col"
              data-align={column.align}
              data-stays={index === 0 ? true : undefined}
              data-acts={column.id === acts ? true : undefined}
              aria-sort={sorted === null ? undefined : sorted.descending ? "descending" : "ascending"}
            >
              {sortable ? (
                <button
                  type="button"
                  className="-mx-1 inline-flex min-h-9 items-center gap-1 rounded-field px-1 hover:text-text"
                  onClick={() => {
                    state.sortBy(nextSorting(column, sorted?.descending ?? null));
                  }}
                >
                  {column.header}
                  <Icon
                    name={sorted?.descending === true ? "down" : "up"}
                    size={14}
                    // Before a heading at the end, so that it ends where its numbers do.
                    className={`${column.align === "end" ? "-order-1" : ""} ${sorted === null ? "opacity-0" : "text-beam"}`}
                  />
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

/** What the next press on a heading sorts by: for numbers the largest first, for words A first; then the other way; then not. */
function nextSorting<Row>(column: Column<Row>, descending: boolean | null) {
  const first = column.align === "end";
  if (descending === null) return { column: column.id, descending: first };
  return descending === first ? { column: column.id, descending: !first } : null;
}

/** A value as it is; a text of any length takes no more than its place. */
function plain<Row>({ value, align }: Column<Row>, row: Row) {
  const content = value(row);
  if (typeof content !== "string" || align === "end") return content;
  return (
    <Clamped lines={3} className="max-w-80">
      {content}
    </Clamped>
  );
}

/** The rows of the page. */
export function GridBody<Row extends object>({
  rows,
  columns,
  choosing,
  stale,
}: {
  readonly rows: ReturnType<Grid<Row>["getRowModel"]>["rows"];
  readonly columns: readonly Column<Row>[];
  readonly choosing: Choosing<Row> | undefined;
  /** Rows that are not the ones that were asked for are shown faintly, and none of them can be acted on. */
  readonly stale: boolean;
}) {
  const { t } = useStaff();
  return (
    <tbody inert={stale} className={stale ? "opacity-50" : undefined}>
      {rows.map((row) => (
        <tr key={row.id} aria-selected={choosing === undefined ? undefined : row.getIsSelected()}>
          {choosing === undefined ? null : (
            <td>
              <input
                type="checkbox"
                className="size-5 align-middle"
                aria-label={t("table.select", { row: choosing.nameOf(row.original) })}
                checked={row.getIsSelected()}
                onChange={({ target }) => {
                  row.toggleSelected(target.checked);
                }}
              />
            </td>
          )}
          {columns.map((column, index) => {
            const content =
              column.cell === undefined ? plain(column, row.original) : column.cell(row.original);
            return index === 0 ? (
              <th key={column.id} scope="row" data-stays data-align={column.align} className="font-normal">
                {content}
              </th>
            ) : (
              <td key={column.id} data-align={column.align} data-acts={column.id === acts ? true : undefined}>
                {content}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}
