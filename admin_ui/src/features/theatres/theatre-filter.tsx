import { useStaff } from "@/app/staff-app";
import { ChoiceFilter } from "@/components/table/filters";
import { type TableState } from "@/components/table/use-table-state";
import { useHouseTheatres } from "@/data/use-programme";

/** Chooses one of the theatres that somebody manages: any other would give an empty table. */
export function TheatreFilter({ state }: { readonly state: TableState }) {
  const { t } = useStaff();
  const { data = [] } = useHouseTheatres();
  return (
    <ChoiceFilter
      state={state}
      name="theatre"
      label={t("filter.theatre")}
      all={t("filter.allTheatres")}
      choices={data.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}
