import { type HouseScreen } from "@movie-magic/client-sdk/staff";
import { useMemo, useState } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { DeleteDialog } from "@/components/dialog/delete-dialog";
import { RowButtons } from "@/components/dialog/row-buttons";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { useTableState } from "@/components/table/use-table-state";
import { rowsOf } from "@/data/rows";
import { seatsText } from "@/data/seat-kinds";
import { useProgrammeChanged, useScreens } from "@/data/use-programme";

import { ScreenDialog } from "./screen-dialog";

type Doing = { readonly what: "change" | "delete"; readonly screen: HouseScreen } | null;

const byName = { column: "name", descending: false } as const;

/** The screens of a theatre, with their seats. */
export function Screens({ theatreId }: { readonly theatreId: number }) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const changed = useProgrammeChanged();
  const state = useTableState(byName);
  const query = useScreens(theatreId);
  const [doing, setDoing] = useState<Doing>(null);
  const columns = useMemo<readonly Column<HouseScreen>[]>(
    () => [
      {
        id: "name",
        header: t("screen.name"),
        value: ({ name }) => name,
        cell: ({ name }) => <Clamped className="max-w-80 min-w-24 font-semibold">{name}</Clamped>,
      },
      { id: "formats", header: t("screen.formats"), value: (screen) => screen.formats.join(", ") },
      {
        id: "seats",
        header: t("screen.seats"),
        value: ({ capacity }) => capacity,
        cell: (screen) =>
          screen.layout_id === null ? (
            <Badge tone="bad">{t("screen.noSeatsYet")}</Badge>
          ) : (
            <span className="grid min-w-40">
              <span>{t("screen.seatCount", { count: screen.capacity })}</span>
              <span className="text-caption text-dim">{seatsText(screen.categories, t)}</span>
            </span>
          ),
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
        cell: (screen) => (
          <RowButtons
            name={screen.name}
            onChange={() => {
              setDoing({ what: "change", screen });
            }}
            onDelete={() => {
              setDoing({ what: "delete", screen });
            }}
          />
        ),
      },
    ],
    [t, formats],
  );
  const close = () => {
    setDoing(null);
  };
  return (
    <>
      <AdminDataTable
        name="screens"
        caption={t("theatre.screens")}
        columns={columns}
        data={rowsOf(query, (screens) => screens)}
        rowId={({ id }) => String(id)}
        state={state}
        paging="local"
        empty={{ title: t("screen.none"), text: t("screen.noneText") }}
      />
      {doing?.what === "change" ? (
        <ScreenDialog theatreId={theatreId} screen={doing.screen} onClose={close} />
      ) : null}
      {doing?.what === "delete" ? (
        <DeleteDialog
          name={doing.screen.name}
          text={t("screen.deleteText")}
          run={() => api.programme.screens.remove(doing.screen.id)}
          changed={changed}
          onClose={close}
        />
      ) : null}
    </>
  );
}
