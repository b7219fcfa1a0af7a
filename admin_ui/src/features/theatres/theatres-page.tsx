import { folded, searchForms } from "@movie-magic/client-sdk/folded";
import { type HouseTheatre } from "@movie-magic/client-sdk/staff";
import { useMemo, useState } from "react";
import { Link } from "react-router";

import { Guarded, useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { DeleteDialog } from "@/components/dialog/delete-dialog";
import { DialogButton } from "@/components/dialog/dialog-button";
import { RowButtons } from "@/components/dialog/row-buttons";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { rowsOf } from "@/data/rows";
import { useHouseTheatres, useProgrammeChanged } from "@/data/use-programme";

import { TheatreDialog } from "./theatre-dialog";

/** Where the house plays, and by which rules. */
export function TheatresPage() {
  const { t } = useStaff();
  const admin = useMay("admin");
  return (
    <Guarded least="manager">
      <Page
        title={t("nav.theatres")}
        lead={t("theatre.lead")}
        action={
          admin ? (
            <DialogButton label={t("theatre.add")}>
              {(close) => <TheatreDialog theatre={null} onClose={close} />}
            </DialogButton>
          ) : undefined
        }
      >
        <Theatres />
      </Page>
    </Guarded>
  );
}

type Doing = { readonly what: "change" | "delete"; readonly theatre: HouseTheatre } | null;

const byName = { column: "name", descending: false } as const;

function Theatres() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const admin = useMay("admin");
  const changed = useProgrammeChanged();
  const state = useTableState(byName);
  const query = useHouseTheatres();
  const [doing, setDoing] = useState<Doing>(null);
  const columns = useMemo<readonly Column<HouseTheatre>[]>(
    () => [
      {
        id: "name",
        header: t("filter.theatre"),
        value: ({ name }) => name,
        cell: (theatre) => (
          <span className="grid max-w-80 min-w-44">
            <Link to={`/theatres/${theatre.id}`} className="link font-semibold">
              <Clamped within>{theatre.name}</Clamped>
            </Link>
            <Clamped className="text-caption text-dim">{theatre.address}</Clamped>
          </span>
        ),
      },
      { id: "city", header: t("theatre.city"), value: ({ city_name }) => city_name },
      { id: "zone", header: t("theatre.zone"), value: ({ time_zone }) => time_zone },
      { id: "currency", header: t("theatre.currency"), value: ({ currency }) => currency },
      {
        id: "screens",
        header: t("theatre.screens"),
        align: "end",
        value: ({ screens }) => screens,
        cell: ({ screens }) => formats.whole(screens),
      },
      {
        id: "shows",
        header: t("nav.shows"),
        align: "end",
        value: ({ shows }) => shows,
        cell: ({ shows }) => formats.whole(shows),
      },
      {
        id: "act",
        header: t("table.actions"),
        value: () => null,
        sortable: false,
        cell: (theatre) => (
          <RowButtons
            name={theatre.name}
            onChange={() => {
              setDoing({ what: "change", theatre });
            }}
            onDelete={
              admin
                ? () => {
                    setDoing({ what: "delete", theatre });
                  }
                : undefined
            }
          />
        ),
      },
    ],
    [t, formats, admin],
  );
  const words = folded(state.filter("q"));
  const close = () => {
    setDoing(null);
  };
  return (
    <>
      <AdminDataTable
        name="theatres"
        caption={t("nav.theatres")}
        columns={columns}
        data={rowsOf(query, (theatres) =>
          theatres.filter(({ name, city_name }) => searchForms(`${name}\n${city_name}`).includes(words)),
        )}
        rowId={({ id }) => String(id)}
        state={state}
        paging="local"
        empty={{ title: t("rule.none"), text: t("theatre.noneText") }}
      >
        <SearchFilter state={state} label={t("theatre.search")} />
      </AdminDataTable>
      {doing?.what === "change" ? <TheatreDialog theatre={doing.theatre} onClose={close} /> : null}
      {doing?.what === "delete" ? (
        <DeleteDialog
          name={doing.theatre.name}
          text={t("theatre.deleteText")}
          run={() => api.programme.theatres.remove(doing.theatre.id)}
          changed={changed}
          onClose={close}
        />
      ) : null}
    </>
  );
}
