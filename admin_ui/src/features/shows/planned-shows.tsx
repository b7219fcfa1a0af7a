import { type HouseShow, type HouseShowSearch } from "@movie-magic/client-sdk/staff";
import { useState } from "react";

import { useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { DeleteDialog } from "@/components/dialog/delete-dialog";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { ChoiceFilter, DayFilter, SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { pageOf, usePage } from "@/data/use-page";
import { programme, useProgrammeChanged } from "@/data/use-programme";
import { TheatreFilter } from "@/features/theatres/theatre-filter";

import { CancelShowDialog } from "./cancel-show-dialog";
import { useShowColumns } from "./columns";
import { ShowDialog } from "./show-dialog";

type Doing = { readonly what: "change" | "cancel" | "delete"; readonly show: HouseShow } | null;

const states = ["scheduled", "on_sale", "closed", "cancelled"] as const;

/** Shows as the house plans them: from today on, or of one day, which may be over. */
export function PlannedShows() {
  const { t, api } = useStaff();
  const formats = useFormats();
  const changed = useProgrammeChanged();
  const manager = useMay("manager");
  const state = useTableState();
  const [doing, setDoing] = useState<Doing>(null);
  const [q, theatre, day] = [state.filter("q"), state.filter("theatre"), state.filter("day")];
  const status = states.find((each) => each === state.filter("status"));
  const search: HouseShowSearch = {
    ...pageOf(state),
    ...(q === "" ? {} : { q }),
    ...(theatre === "" ? {} : { theatre_id: Number(theatre) }),
    ...(status === undefined ? {} : { status }),
    ...(day === "" ? { from_today: true } : { from: day, to: day }),
  };
  const page = usePage([programme, "shows"], search, api.programme.shows.list);
  const columns = useShowColumns(manager ? setDoing : null);
  const close = () => {
    setDoing(null);
  };
  const nameOf = ({ movie, starts_at, time_zone }: HouseShow) =>
    t("show.name", { movie: movie.title, time: formats.moment(starts_at, time_zone) });
  return (
    <>
      <AdminDataTable
        name="shows"
        caption={t("nav.shows")}
        columns={columns}
        {...page}
        rowId={({ id }) => String(id)}
        state={state}
        empty={{ title: t("shows.none"), text: t("shows.noneText") }}
      >
        <SearchFilter state={state} label={t("show.film")} />
        {manager ? <TheatreFilter state={state} /> : null}
        <DayFilter state={state} name="day" label={t("filter.day")} />
        <ChoiceFilter
          state={state}
          name="status"
          label={t("show.status")}
          all={t("filter.all")}
          choices={states.map((value) => ({ value, label: t(`show.status.${value}`) }))}
        />
      </AdminDataTable>
      {doing?.what === "change" ? <ShowDialog show={doing.show} onClose={close} /> : null}
      {doing?.what === "cancel" ? (
        <CancelShowDialog show={doing.show} name={nameOf(doing.show)} onClose={close} />
      ) : null}
      {doing?.what === "delete" ? (
        <DeleteDialog
          name={nameOf(doing.show)}
          text={t("show.deleteText")}
          run={() => api.programme.shows.remove(doing.show.id)}
          changed={changed}
          onClose={close}
        />
      ) : null}
    </>
  );
}
