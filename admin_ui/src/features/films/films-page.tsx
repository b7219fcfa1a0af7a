import { type HouseMovie } from "@movie-magic/client-sdk/staff";
import { useState } from "react";

import { Guarded, useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { DeleteDialog } from "@/components/dialog/delete-dialog";
import { DialogButton } from "@/components/dialog/dialog-button";
import { Page } from "@/components/page";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { ChoiceFilter, SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { rowsOf } from "@/data/rows";
import { useFilms, useProgrammeChanged } from "@/data/use-programme";

import { useFilmColumns } from "./columns";
import { FilmDialog } from "./film-dialog";
import { languagesOf, wantedFilms } from "./filter";

/** What can be shown: every film that the house knows. */
export function FilmsPage() {
  const { t } = useStaff();
  const admin = useMay("admin");
  return (
    <Guarded least="manager">
      <Page
        title={t("nav.films")}
        lead={t("film.lead")}
        action={
          admin ? (
            <DialogButton label={t("film.add")}>
              {(close) => <FilmDialog film={null} onClose={close} />}
            </DialogButton>
          ) : undefined
        }
      >
        <Films />
      </Page>
    </Guarded>
  );
}

type Doing = { readonly what: "change" | "delete"; readonly film: HouseMovie } | null;

const byTitle = { column: "title", descending: false } as const;

function Films() {
  const { t, api } = useStaff();
  const admin = useMay("admin");
  const changed = useProgrammeChanged();
  const state = useTableState(byTitle);
  const query = useFilms();
  const [doing, setDoing] = useState<Doing>(null);
  const columns = useFilmColumns(admin ? setDoing : null);
  const [words, language] = [state.filter("q"), state.filter("language")];
  const close = () => {
    setDoing(null);
  };
  return (
    <>
      <AdminDataTable
        name="films"
        caption={t("nav.films")}
        columns={columns}
        data={rowsOf(query, (films) => wantedFilms(films, { words, language }))}
        rowId={({ id }) => String(id)}
        state={state}
        paging="local"
        empty={{ title: t("film.none"), text: t("film.noneText") }}
      >
        <SearchFilter state={state} label={t("film.search")} />
        <ChoiceFilter
          state={state}
          name="language"
          label={t("shows.language")}
          all={t("filter.all")}
          choices={languagesOf(query.data ?? []).map((value) => ({ value, label: value }))}
        />
      </AdminDataTable>
      {doing?.what === "change" ? <FilmDialog film={doing.film} onClose={close} /> : null}
      {doing?.what === "delete" ? (
        <DeleteDialog
          name={doing.film.title}
          text={t("film.deleteText")}
          run={() => api.programme.movies.remove(doing.film.id)}
          changed={changed}
          onClose={close}
        />
      ) : null}
    </>
  );
}
