import { useStaff } from "@/app/staff-app";
import { Icon } from "@/components/icon";

import { type TableState } from "./use-table-state";

/** Turns pages: by number where all rows are here, by the server's cursor where they are not. */
export function Pager({
  state,
  paging,
  onTurn,
}: {
  readonly state: TableState;
  readonly paging: { readonly pages: number } | { readonly next: string | null };
  readonly onTurn: () => void;
}) {
  const { t } = useStaff();
  const local = "pages" in paging;
  const first = local ? state.page === 0 : state.cursor === null;
  const last = local ? state.page >= paging.pages - 1 : paging.next === null;
  if (first && last) return null;
  const turn = (to: "back" | "on") => () => {
    if (local) state.turnTo(Math.min(paging.pages - 1, Math.max(0, state.page + (to === "on" ? 1 : -1))));
    else state.goOnAt(to === "on" ? paging.next : null);
    onTurn();
  };
  return (
    <nav
      aria-label={t("table.pages")}
      className="flex items-center justify-end gap-2 border-t border-line px-4 py-2"
    >
      {local ? (
        <p className="mr-auto text-small text-dim">
          {t("table.page", { page: state.page + 1, pages: paging.pages })}
        </p>
      ) : null}
      <button type="button" className="btn btn-small" disabled={first} onClick={turn("back")}>
        <Icon name="previous" />
        {t(local ? "table.previous" : "table.first")}
      </button>
      <button type="button" className="btn btn-small" disabled={last} onClick={turn("on")}>
        {t("table.next")}
        <Icon name="next" />
      </button>
    </nav>
  );
}
