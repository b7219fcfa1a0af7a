import { type PeopleSearch, type Person } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { Guarded } from "@/app/guarded";
import { houseRoles } from "@/app/roles";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { useTell } from "@/components/dialog/notices";
import { ReasonDialog } from "@/components/dialog/reason-dialog";
import { Page } from "@/components/page";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { ChoiceFilter, SearchFilter } from "@/components/table/filters";
import { useTableState } from "@/components/table/use-table-state";
import { pageOf, usePage } from "@/data/use-page";
import { useTheatres } from "@/data/use-theatres";

import { RolesDialog } from "./roles-dialog";

/** Everybody with an account, and what they may do. */
export function PeoplePage() {
  const { t } = useStaff();
  return (
    <Guarded least="admin">
      <Page title={t("nav.people")} lead={t("people.lead")}>
        <People />
      </Page>
    </Guarded>
  );
}

type Doing = { readonly what: "roles" | "sign-out"; readonly person: Person } | null;

function People() {
  const { t, nameOf, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const queries = useQueryClient();
  const { byId, houseZone } = useTheatres();
  const state = useTableState();
  const [doing, setDoing] = useState<Doing>(null);
  const role = houseRoles.find((each) => each === state.filter("role"));
  const search: PeopleSearch = {
    ...pageOf(state),
    ...(state.filter("q") === "" ? {} : { q: state.filter("q") }),
    ...(role === undefined ? {} : { role }),
  };
  const page = usePage(["people"], search, api.people.search);
  const grantText = useMemo(
    () => (grant: { readonly role: string; readonly theatre_id: number | null }) => {
      const name = nameOf("role", grant.role);
      return grant.theatre_id === null
        ? name
        : t("people.roleAt", {
            role: name,
            theatre: byId.get(grant.theatre_id)?.name ?? String(grant.theatre_id),
          });
    },
    [t, nameOf, byId],
  );
  const columns = useMemo<readonly Column<Person>[]>(
    () => [
      {
        id: "name",
        header: t("people.name"),
        value: ({ name }) => name,
        cell: (person) => (
          <span className="grid max-w-80 min-w-44">
            <Clamped className="font-semibold">{person.name}</Clamped>
            <Clamped className="text-caption text-dim">{person.email}</Clamped>
          </span>
        ),
      },
      {
        id: "roles",
        header: t("people.roles"),
        value: ({ grants }) => grants.map(grantText).join("; "),
        cell: ({ grants }) =>
          grants.length === 0 ? (
            <span className="text-dim">{t("role.customer")}</span>
          ) : (
            <span className="flex flex-wrap gap-1.5">
              {grants.map((grant) => (
                <Badge key={grantText(grant)} tone="own">
                  {grantText(grant)}
                </Badge>
              ))}
            </span>
          ),
      },
      {
        id: "verified",
        header: t("people.verified"),
        value: ({ email_verified }) => (email_verified ? "yes" : "no"),
        cell: ({ email_verified }) => t(email_verified ? "people.yes" : "people.no"),
      },
      {
        id: "since",
        header: t("people.since"),
        value: ({ created_at }) => created_at,
        cell: ({ created_at }) => formats.day(created_at, houseZone),
      },
      {
        id: "act",
        header: t("table.actions"),
        value: () => null,
        cell: (person) =>
          person.deleted_at !== null ? (
            <Badge>{t("people.deleted")}</Badge>
          ) : (
            <span className="flex flex-wrap gap-2">
              <button
                type="button"
                className="btn btn-small"
                aria-label={t("people.rolesOf", { name: person.name })}
                onClick={() => {
                  setDoing({ what: "roles", person });
                }}
              >
                {t("people.roles")}
              </button>
              <button
                type="button"
                className="btn btn-small btn-quiet"
                aria-label={t("people.signOutOf", { name: person.name })}
                onClick={() => {
                  setDoing({ what: "sign-out", person });
                }}
              >
                {t("people.signOut")}
              </button>
            </span>
          ),
      },
    ],
    [t, formats, grantText, houseZone],
  );
  const done = (text: string) => {
    setDoing(null);
    tell(text);
    void queries.invalidateQueries({ queryKey: ["people"] });
  };
  return (
    <>
      <AdminDataTable
        name="people"
        caption={t("nav.people")}
        columns={columns}
        {...page}
        rowId={({ id }) => id}
        state={state}
        empty={{ title: t("people.none") }}
      >
        <SearchFilter state={state} label={t("people.search")} />
        <ChoiceFilter
          state={state}
          name="role"
          label={t("people.role")}
          all={t("people.everybody")}
          choices={houseRoles.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
      </AdminDataTable>
      {doing?.what === "roles" ? (
        <RolesDialog
          person={doing.person}
          onClose={() => {
            setDoing(null);
          }}
          onDone={() => {
            done(t("people.rolesSaved", { name: doing.person.name }));
          }}
        />
      ) : null}
      {doing?.what === "sign-out" ? (
        <ReasonDialog
          title={t("people.signOutOf", { name: doing.person.name })}
          text={t("people.signOutText")}
          action={t("people.signOut")}
          run={(reason) => api.people.signOut(doing.person.id, reason)}
          onClose={() => {
            setDoing(null);
          }}
          onDone={() => {
            done(t("people.signedOut", { name: doing.person.name }));
          }}
        />
      ) : null}
    </>
  );
}
