import { parseAmount } from "@movie-magic/client-sdk/money";
import { type Promotion } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { CheckField, Field, SelectField } from "@/components/form/fields";
import { useEdited } from "@/components/form/use-edited";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";
import { useTheatres } from "@/data/use-theatres";

import { changeOf, fieldsOf, newFields, type PromotionFields } from "./promotion-form";

/** Makes a promotion, or changes one. */
export function PromotionDialog({
  promotion,
  onClose,
}: {
  readonly promotion: Promotion | null;
  readonly onClose: () => void;
}) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const queries = useQueryClient();
  const { theatres, houseZone } = useTheatres();
  const currencies = [...new Set(["INR", ...theatres.map(({ currency }) => currency)])];
  const houseCurrency = theatres[0]?.currency ?? "INR";
  const form = useStaffForm<PromotionFields>(
    promotion === null
      ? newFields(api.clock.now(), houseZone, houseCurrency)
      : fieldsOf(promotion, houseZone, houseCurrency),
  );
  const edited = useEdited(form, promotion, {
    read: ({ id }) => api.promotions.get(id),
    fieldsOf: (present) => fieldsOf(present, houseZone, houseCurrency),
  });
  const kind = form.watch("kind");
  const currency = form.watch("currency");
  const rules = useRules();
  const zone = formats.zone(new Date(api.clock.now()).toISOString(), houseZone);
  return (
    <DialogForm
      title={promotion === null ? t("promotion.make") : t("promotion.changeOf", { code: promotion.code })}
      form={form}
      send={(fields) =>
        edited.save((present) => {
          const change = changeOf(fields, houseZone, present);
          return present === null
            ? api.promotions.create(change)
            : api.promotions.change(present.id, change, present.etag);
        })
      }
      onDone={async ({ code }) => {
        await queries.invalidateQueries({ queryKey: ["promotions"] });
        tell(t("promotion.saved", { code }));
      }}
      onClose={onClose}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("promotion.code")}
          autoCapitalize="characters"
          hint={t("promotion.codeHint")}
          error={form.errorAt("code")}
          {...form.register("code", {
            validate: (text) => /^[a-z0-9][a-z0-9_-]{2,31}$/i.test(text.trim()) || t("promotion.codeHint"),
          })}
        />
        <Field
          label={t("promotion.label")}
          hint={t("promotion.labelHint")}
          error={form.errorAt("label")}
          {...form.register("label", rules.needed)}
        />
        <SelectField label={t("promotion.kind")} error={form.errorAt("kind")} {...form.register("kind")}>
          <option value="percent">{t("promotion.kind.percent")}</option>
          <option value="amount">{t("promotion.kind.amount")}</option>
        </SelectField>
        <Field
          label={kind === "percent" ? t("promotion.valuePercent") : t("promotion.valueAmount", { currency })}
          inputMode="decimal"
          error={form.errorAt("value")}
          {...form.register("value", {
            validate: (text, fields) =>
              fields.kind === "percent"
                ? (/^\d{1,3}(\.\d{1,2})?$/.test(text.trim()) && Number(text) > 0 && Number(text) <= 100) ||
                  t("form.between", { least: "0.01", most: "100" })
                : (parseAmount(text, fields.currency) ?? 0) > 0 || t("form.amountWrong"),
          })}
        />
        <SelectField
          label={t("promotion.currency")}
          error={form.errorAt("currency")}
          {...form.register("currency")}
        >
          {currencies.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </SelectField>
        {kind === "percent" ? (
          <Field
            label={t("promotion.most", { currency })}
            hint={t("promotion.emptyIsNone")}
            inputMode="decimal"
            error={form.errorAt("max_discount")}
            {...form.register("max_discount", {
              validate: (text, fields) =>
                text.trim() === "" || (parseAmount(text, fields.currency) ?? 0) > 0 || t("form.amountWrong"),
            })}
          />
        ) : null}
        <Field
          label={t("promotion.startsIn", { zone })}
          type="datetime-local"
          error={form.errorAt("starts_at")}
          {...form.register("starts_at", rules.needed)}
        />
        <Field
          label={t("promotion.endsIn", { zone })}
          type="datetime-local"
          hint={t("promotion.emptyIsForEver")}
          error={form.errorAt("ends_at")}
          {...form.register("ends_at", {
            validate: (text, { starts_at }) => text === "" || text > starts_at || t("promotion.endsFirst"),
          })}
        />
        <Field
          label={t("promotion.totalLimit")}
          hint={t("promotion.emptyIsNone")}
          inputMode="numeric"
          error={form.errorAt("total_limit")}
          {...form.register("total_limit", rules.countOrNone)}
        />
        <Field
          label={t("promotion.perUser")}
          hint={t("promotion.emptyIsNone")}
          inputMode="numeric"
          error={form.errorAt("per_user_limit")}
          {...form.register("per_user_limit", rules.countOrNone)}
        />
        <Field
          label={t("promotion.minSeats")}
          inputMode="numeric"
          error={form.errorAt("min_seats")}
          {...form.register("min_seats", rules.whole(1, 50))}
        />
      </div>
      <SelectField
        label={t("promotion.theatres")}
        hint={t("promotion.theatresHint")}
        multiple
        size={4}
        error={form.errorAt("theatre_ids")}
        {...form.register("theatre_ids")}
      >
        {theatres.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <CheckField label={t("promotion.firstOnly")} {...form.register("first_booking_only")} />
      <CheckField label={t("promotion.activeLabel")} {...form.register("active")} />
    </DialogForm>
  );
}
