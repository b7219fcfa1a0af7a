import { useStaff } from "@/app/staff-app";
import { Field } from "@/components/form/fields";
import { FormSection } from "@/components/form/section";
import { useRules } from "@/components/form/use-rules";
import { type StaffForm } from "@/components/form/use-staff-form";
import { kindsOf, kindTitle } from "@/data/seat-kinds";

import { type ShowFields } from "./show-form";

interface PriceFieldsProps {
  readonly form: StaffForm<ShowFields>;
  /** The layout's seats by category. */
  readonly seats: Readonly<Record<string, number>>;
  readonly currency: string;
}

/** A seat beside a wheelchair's: it is not sold alone. */
const companion = "companion";

/** What the seats of each category cost before any price moves. */
export function PriceFields({ form, seats, currency }: PriceFieldsProps) {
  const { t } = useStaff();
  const { amount } = useRules();
  const categories = kindsOf(seats);
  const alone = categories.filter((category) => category !== companion);
  return (
    <FormSection
      title={t("show.prices")}
      hint={t(categories.length === 0 ? "show.pricesLater" : "show.pricesHint")}
    >
      {categories.map((category) => (
        <Field
          key={category}
          label={t("show.price", { category: kindTitle(category, t), currency })}
          hint={t("screen.seatCount", { count: seats[category] ?? 0 })}
          inputMode="decimal"
          error={form.errorAt(`prices.${category}`)}
          {...form.register(`prices.${category}`, {
            validate: (text, { prices }) => {
              if (text.trim() !== "") return amount(currency, 1).validate(text);
              const none = alone.every((each) => (prices[each] ?? "").trim() === "");
              return !(none && category === alone[0]) || t("show.priceNeeded");
            },
          })}
        />
      ))}
    </FormSection>
  );
}
