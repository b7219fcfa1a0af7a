import { isProblem } from "@movie-magic/client-sdk/api";
import { momentOf, wallTime } from "@movie-magic/client-sdk/dates";
import { amountText, parseAmount } from "@movie-magic/client-sdk/money";
import { type OverrideRequest, type Prediction } from "@movie-magic/client-sdk/staff";
import { useState } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTell } from "@/components/dialog/notices";
import { DialogForm } from "@/components/form/dialog-form";
import { FailureNote, Field } from "@/components/form/fields";
import { ReasonField } from "@/components/form/reason-field";
import { useRules } from "@/components/form/use-rules";
import { useStaffForm } from "@/components/form/use-staff-form";
import { problemText } from "@/components/problem-text";
import { useTheatres } from "@/data/use-theatres";

import { useAskAgain } from "./use-predictions";

interface Fields {
  readonly by: "price" | "multiplier";
  readonly price: string;
  readonly multiplier: string;
  readonly until: string;
  readonly reason: string;
}

/** A price that a person sets, why, and until when. The house's bounds hold for people, too. */
export function OverrideDialog({
  show,
  onClose,
}: {
  readonly show: Prediction;
  readonly onClose: () => void;
}) {
  const { t, api } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const askAgain = useAskAgain();
  const zone = useTheatres().zoneOf(show.theatre.id);
  const { currency } = show.current_price;
  const form = useStaffForm<Fields>({
    by: "price",
    price: amountText(show.recommended_price),
    multiplier: "1.1",
    until: wallTime(show.starts_at, zone),
    reason: "",
  });
  const by = form.watch("by");

  const { needed } = useRules();
  const requestOf = (fields: Fields): OverrideRequest => ({
    reason: fields.reason.trim(),
    until: momentOf(fields.until, zone),
    ...(fields.by === "price"
      ? { price: parseAmount(fields.price, currency) ?? 0 }
      : { multiplier: Number(fields.multiplier) }),
  });
  const inBounds = (amount: number) => amount >= show.floor.amount && amount <= show.ceiling.amount;
  const bounds = t("override.bounds", {
    floor: formats.money(show.floor),
    ceiling: formats.money(show.ceiling),
  });
  return (
    <DialogForm
      title={t("override.title")}
      text={t("override.text", { movie: show.movie_title, price: formats.money(show.current_price) })}
      form={form}
      action={t("override.set")}
      send={(fields) => api.prices.override(show.show_id, requestOf(fields))}
      onDone={async () => {
        await askAgain([show.show_id]);
        tell(t("override.done", { movie: show.movie_title }));
      }}
      onClose={onClose}
    >
      <fieldset className="flex flex-wrap gap-2">
        <legend className="mb-1 text-small font-semibold">{t("override.by")}</legend>
        {(["price", "multiplier"] as const).map((value) => (
          <label key={value} className="choice">
            <input type="radio" value={value} {...form.register("by")} />
            {t(`override.by.${value}`)}
          </label>
        ))}
      </fieldset>
      {by === "price" ? (
        <Field
          label={t("override.price", { currency })}
          inputMode="decimal"
          hint={`${t("override.priceHint")} ${bounds}`}
          error={form.errorAt("price")}
          {...form.register("price", {
            validate: (text) => {
              const amount = parseAmount(text, currency);
              return amount === null ? t("form.amountWrong") : inBounds(amount) || bounds;
            },
          })}
        />
      ) : (
        <Field
          label={t("override.multiplier")}
          inputMode="decimal"
          hint={t("override.multiplierHint", { base: formats.money(show.base_price) })}
          error={form.errorAt("multiplier")}
          {...form.register("multiplier", {
            validate: (text) =>
              !/^\d+(\.\d+)?$/.test(text.trim())
                ? t("form.numberWrong")
                : inBounds(Math.round(Number(text) * show.base_price.amount)) || bounds,
          })}
        />
      )}
      <Field
        label={t("override.until", { zone: formats.zone(show.starts_at, zone) })}
        type="datetime-local"
        max={wallTime(show.starts_at, zone)}
        error={form.errorAt("until")}
        {...form.register("until", needed)}
      />
      <ReasonField error={form.errorAt("reason")} register={(rules) => form.register("reason", rules)} />
    </DialogForm>
  );
}

/** Gives a show's price back to the house. */
export function EndOverride({ show }: { readonly show: Prediction }) {
  const { t, api } = useStaff();
  const tell = useTell();
  const askAgain = useAskAgain();
  const [failure, setFailure] = useState<string | null>(null);
  const [ending, setEnding] = useState(false);
  const end = async () => {
    setFailure(null);
    setEnding(true);
    try {
      await api.prices.endOverride(show.show_id);
      await askAgain([show.show_id]);
      tell(t("override.ended", { movie: show.movie_title }));
    } catch (error) {
      if (!isProblem(error)) throw error;
      setFailure(problemText(error, t));
    } finally {
      setEnding(false);
    }
  };
  return (
    <>
      <button type="button" className="btn btn-small" disabled={ending} onClick={() => void end()}>
        {t("override.end")}
      </button>
      <FailureNote text={failure} />
    </>
  );
}
