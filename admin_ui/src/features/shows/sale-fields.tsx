import { type HouseShow } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { Field, SelectField } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";

import { type ShowFields, statuses } from "./show-form";

interface SaleFieldsProps {
  readonly form: StaffForm<ShowFields>;
  readonly show: HouseShow | null;
  /** Whether there are tickets for it, so that it cannot be taken back into planning. */
  readonly fixed: boolean;
}

/** What of a show can change at any time. */
export function SaleFields({ form, show, fixed }: SaleFieldsProps) {
  const { t } = useStaff();
  const { upTo } = useRules();
  const offered = statuses.filter(
    (status) => status !== "scheduled" || !fixed || show?.status === "scheduled",
  );
  return (
    <FormSection title={t("show.sale")}>
      <SelectField
        label={t("show.status")}
        hint={t("show.statusHint")}
        error={form.errorAt("status")}
        {...form.register("status")}
      >
        {offered.map((status) => (
          <option key={status} value={status}>
            {t(`show.status.${status}`)}
          </option>
        ))}
      </SelectField>
      <Field
        label={t("show.subtitles")}
        hint={t("show.subtitlesHint")}
        error={form.errorAt("subtitles")}
        {...form.register("subtitles", upTo(40))}
      />
    </FormSection>
  );
}
