import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";

import { AdminDataTable, type Rows } from "@/components/table/admin-data-table";
import { type Column, compareValues, parseSorting, sortingText } from "@/components/table/column";
import { toCsv } from "@/components/table/csv";
import { ChoiceFilter, SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";

import { openHouse } from "./support/house";

interface Film {
  readonly id: number;
  readonly title: string;
  readonly year: number | null;
}

const columns: readonly Column<Film>[] = [
  { id: "title", header: "Title", value: ({ title }) => title },
  { id: "year", header: "Year", align: "end", value: ({ year }) => year },
];

const films: readonly Film[] = [
  { id: 1, title: "Sholay", year: 1975 },
  { id: 2, title: "Mayabazar", year: 1957 },
  { id: 3, title: "Untitled", year: null },
];

const rowsAre = (rows: readonly Film[], change: Partial<Rows<Film>> = {}): Rows<Film> => ({
  rows,
  status: "success",
  error: null,
  refreshing: false,
  again: () => undefined,
  ...change,
});

function Films({
  data = rowsAre(films),
  next,
}: {
  readonly data?: Rows<Film>;
  readonly next?: string | null;
}) {
  const state = useTableState();
  return (
    <AdminDataTable
      name="films"
      caption="Films"
      columns={columns}
      data={data}
      rowId={({ id }) => String(id)}
      state={state}
      paging={next === undefined ? "local" : { next }}
      empty={{ title: "No films" }}
    >
      <SearchFilter state={state} label="Search" />
      <ChoiceFilter
        state={state}
        name="kind"
        label="Kind"
        all="All"
        choices={[{ value: "old", label: "Old" }]}
      />
    </AdminDataTable>
  );
}

const titles = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getByRole("rowheader").textContent);

describe("a table's order", () => {
  test("is asked for at a heading, stands in the address, and keeps what has no value last", async () => {
    const { user, address } = await openHouse(<Films />);
    await user.click(screen.getByRole("button", { name: "Year" }));
    expect(titles()).toEqual(["Sholay", "Mayabazar", "Untitled"]);
    expect(address()).toBe("/?sort=-year");
    await user.click(screen.getByRole("button", { name: "Year" }));
    expect(titles()).toEqual(["Mayabazar", "Sholay", "Untitled"]);
    expect(screen.getByRole("columnheader", { name: "Year" }).getAttribute("aria-sort")).toBe("ascending");
    await user.click(screen.getByRole("button", { name: "Year" }));
    expect(address()).toBe("/");
    expect(titles()).toEqual(["Sholay", "Mayabazar", "Untitled"]);
  });

  test("comes from the address that somebody was sent", async () => {
    await openHouse(<Films />, { at: "/?sort=title" });
    expect(titles()).toEqual(["Mayabazar", "Sholay", "Untitled"]);
  });

  test("cannot be asked for where the server has cut the pages", async () => {
    await openHouse(<Films next="abc" />);
    expect(screen.queryByRole("button", { name: "Year" })).toBeNull();
  });

  test.each([
    ["-year", { column: "year", descending: true }],
    ["title", { column: "title", descending: false }],
  ])("%s is read as it is written", (text, sorting) => {
    expect(parseSorting(text)).toEqual(sorting);
    expect(sortingText(sorting)).toBe(text);
  });

  test("sorts moments by when they are, wherever they were written down", () => {
    const collator = new Intl.Collator("en-IN", { numeric: true });
    const [early, late] = ["2026-11-28T01:00:00+05:30", "2026-11-27T20:00:00Z"];
    expect(compareValues(early, late, false, collator)).toBeLessThan(0);
  });

  test("sorts words as people do", () => {
    const collator = new Intl.Collator("en-IN", { numeric: true });
    const words = ["Screen 10", "screen 2", "Écran"].sort((a, b) => compareValues(a, b, false, collator));
    expect(words).toEqual(["Écran", "screen 2", "Screen 10"]);
  });
});

describe("a table's pages", () => {
  const many = Array.from({ length: 120 }, (_, index) => ({
    id: index,
    title: `Film ${index}`,
    year: index,
  }));

  test("turn, and Back would lead to the one before", async () => {
    const { user, address } = await openHouse(<Films data={rowsAre(many)} />);
    expect(titles()).toHaveLength(50);
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(titles()[0]).toBe("Film 50");
    expect(address()).toBe("/?page=2");
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(titles()).toHaveLength(20);
    expect(screen.getByRole("button", { name: "Next" }).hasAttribute("disabled")).toBe(true);
  });

  test("begin anew when rows are filtered or sorted", async () => {
    const { user, address } = await openHouse(<Films data={rowsAre(many)} />, { at: "/?page=3" });
    await user.selectOptions(screen.getByLabelText("Kind"), "Old");
    expect(address()).toBe("/?kind=old");
  });

  test("go on at the server's cursor", async () => {
    const { user, address } = await openHouse(<Films next="abc" />);
    await user.click(screen.getByRole("button", { name: "Next" }));
    expect(address()).toBe("/?cursor=abc");
    await user.click(screen.getByRole("button", { name: "First page" }));
    expect(address()).toBe("/");
  });
});

describe("a filter that is typed", () => {
  const field = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search" });

  test("is asked for as soon as somebody pauses, in one entry of the history", async () => {
    const { user, address, steps } = await openHouse(<Films />);
    await user.type(field(), "the maya ");
    expect(address()).toBe("/");
    await waitFor(() => {
      expect(address()).toBe("/?q=the+maya");
    });
    expect(field().value).toBe("the maya ");
    await user.type(field(), "bazar");
    await waitFor(() => {
      expect(address()).toBe("/?q=the+maya+bazar");
    });
    expect(steps()).toBe(0);
  });

  test("is asked for at once on Enter, and when it is cleared", async () => {
    const { user, address } = await openHouse(<Films />);
    await user.type(field(), "maya{Enter}");
    expect(address()).toBe("/?q=maya");
    await user.clear(field());
    expect(address()).toBe("/");
  });

  test("leaves the old rows in sight, and out of reach", async () => {
    const { user } = await openHouse(<Films />);
    const body = () => screen.getByRole("table").querySelector("tbody");
    expect(body()?.hasAttribute("inert")).toBe(false);
    await user.type(field(), "m");
    expect(body()?.hasAttribute("inert")).toBe(true);
    expect(screen.getByRole("region", { name: "Films" }).getAttribute("aria-busy")).toBe("true");
    expect(screen.getByText("Searching…")).toBeTruthy();
    await user.keyboard("{Enter}");
    expect(body()?.hasAttribute("inert")).toBe(false);
    expect(screen.getByText("3 rows")).toBeTruthy();
  });
});

describe("a table's columns", () => {
  test("can be put away, but for the first, which says what a row is", async () => {
    const { user, address } = await openHouse(<Films />);
    const columnBox = (name: string) =>
      screen.getByRole<HTMLInputElement>("checkbox", { name, hidden: true });
    expect(columnBox("Title").disabled).toBe(true);
    await user.click(columnBox("Year"));
    expect(address()).toBe("/?hide=year");
    expect(screen.queryByRole("columnheader", { name: "Year" })).toBeNull();
  });
});

describe("a table without rows", () => {
  test("says that there are none", async () => {
    await openHouse(<Films data={rowsAre([])} />);
    expect(screen.getByText("No films")).toBeTruthy();
  });

  test("says that they are on their way", async () => {
    await openHouse(<Films data={rowsAre([], { status: "pending" })} />);
    expect(screen.getByRole("status", { name: "Loading…" })).toBeTruthy();
  });

  test("says why they could not be had, and asks again", async () => {
    const again = vi.fn();
    const { desk, api, user } = await openHouse(<p>ready</p>);
    const error: unknown = await api.people.search().catch((problem: unknown) => problem);
    expect(desk.calls()).toContain("GET /admin/users");
    await openHouse(<Films data={rowsAre([], { status: "error", error, again })} />);
    expect(screen.getByRole("alert").textContent).toContain("about not_found");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(again).toHaveBeenCalledOnce();
  });
});

describe("a table as a file", () => {
  test("has a line of headings, and numbers as numbers", () => {
    expect(toCsv(columns, films)).toBe("Title,Year\r\nSholay,1975\r\nMayabazar,1957\r\nUntitled,\r\n");
  });

  test.each([
    ['He said "go"', '"He said ""go"""'],
    ["Row F, seat 12", '"Row F, seat 12"'],
    ["two\nlines", '"two\nlines"'],
  ])("keeps %j together", (title, written) => {
    expect(toCsv(columns, [{ id: 1, title, year: null }])).toContain(`${written},\r\n`);
  });

  test.each(['=HYPERLINK("https://evil.example")', "+1", "-1", "@SUM(A1)", "\t=1"])(
    "cannot become a formula: %j",
    (title) => {
      const [, line = ""] = toCsv([{ id: "title", header: "Title", value: () => title }], [{}]).split("\r\n");
      expect(line.replace(/^"/, "").startsWith("'")).toBe(true);
    },
  );

  describe("kept by the browser", () => {
    const kept: { name: string; blob: Blob | null } = { name: "", blob: null };

    beforeEach(() => {
      kept.blob = null;
      vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
        kept.name = this.download;
      });
      URL.createObjectURL = (blob) => {
        kept.blob = blob as Blob;
        return "blob:films";
      };
      URL.revokeObjectURL = () => undefined;
    });

    test("has the rows in their order, and the columns that are shown", async () => {
      const { user } = await openHouse(<Films />, { at: "/?sort=title&hide=year" });
      await user.click(screen.getByRole("button", { name: "Keep as a CSV file" }));
      await waitFor(async () => {
        expect(await kept.blob?.text()).toContain("Title\r\nMayabazar\r\nSholay\r\nUntitled\r\n");
      });
      expect(kept.name).toMatch(/^films-\d{4}-\d{2}-\d{2}\.csv$/);
    });
  });
});
