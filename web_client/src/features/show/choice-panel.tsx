"use client";

import { type HoldState } from "@movie-magic/client-sdk/hold";
import { formatList } from "@movie-magic/client-sdk/i18n";
import { formatMoney, type Money } from "@movie-magic/client-sdk/money";
import { categoryName, type SeatGeometry, type Selection } from "@movie-magic/client-sdk/seatmap";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";
import { HoldTimer } from "@/features/hold/hold-timer";
import { grouped } from "@/grouped";

interface ChoicePanelProps {
  readonly geometry: SeatGeometry;
  readonly chosen: Selection;
  readonly prices: Readonly<Record<string, Money>>;
  readonly currency: string;
  readonly hold: HoldState;
  /** The server is being asked. */
  readonly busy: boolean;
  /** Sales are over. */
  readonly closed: boolean;
  readonly onRemove: (seat: number) => void;
  readonly onClear: () => void;
  readonly onContinue: () => Promise<void>;
}

interface Line {
  readonly category: string;
  readonly count: number;
  readonly amount: number;
}

function linesOf(
  seats: readonly { readonly category: string }[],
  prices: ChoicePanelProps["prices"],
): readonly Line[] {
  return [...grouped(seats, ({ category }) => category)].flatMap(([category, list]) => {
    const price = prices[category];
    return price === undefined ? [] : [{ category, count: list.length, amount: list.length * price.amount }];
  });
}

/** The choice in words and figures, and the way on; on a phone it stays within reach of the thumb. */
export function ChoicePanel({
  geometry,
  chosen,
  prices,
  currency,
  hold,
  busy,
  closed,
  onRemove,
  onClear,
  onContinue,
}: ChoicePanelProps) {
  const { t, locale, intl } = useApp();
  const seats = chosen.flatMap((index) => geometry.seat(index) ?? []);
  const lines = linesOf(seats, prices);
  const held = hold.status === "held" || hold.status === "extending" ? hold.hold : null;
  // Who holds seats that went off sale since keeps them at what the hold says, and nobody else can choose any.
  const total = seats.every(({ category }) => prices[category] !== undefined)
    ? { amount: lines.reduce((sum, { amount }) => sum + amount, 0), currency }
    : (held?.quote.total ?? null);
  const extend = hold.status === "held" ? hold.extend : undefined;
  return (
    <aside
      aria-label={t("seats.yourChoice")}
      className="panel sticky bottom-2 z-20 grid gap-3 bg-raised/95 p-3.5 shadow-[0_-0.5rem_3rem_rgb(0_0_0/25%)] backdrop-blur lg:top-20 lg:bottom-auto lg:p-5 lg:shadow-none"
    >
      {held !== null && (
        <HoldTimer
          deadline={held.expires_at}
          extending={hold.status === "extending"}
          {...(extend === undefined ? {} : { onExtend: extend && (() => void extend()) })}
        />
      )}
      {hold.status === "lapsed" && (
        <p role="status" className="rounded-card border border-velvet/60 bg-velvet/10 p-3 text-small">
          {t("hold.lapsed")}
        </p>
      )}
      <div className="flex items-start justify-between gap-3">
        <h2 className="text-body lg:text-title" aria-live="polite">
          {seats.length === 0
            ? t("seats.noneYet")
            : formatList(
                geometry.groupByRow(seats.map(({ label }) => label)).map(({ row, numbers }) =>
                  t("seats.rowSeats", {
                    row,
                    count: numbers.length,
                    numbers: formatList(numbers.map(String), locale),
                  }),
                ),
                locale,
              )}
        </h2>
        {seats.length > 0 && (
          <button type="button" className="btn btn-quiet -mt-2 -mr-2 text-small text-dim" onClick={onClear}>
            {t("seats.clear")}
          </button>
        )}
      </div>
      {seats.length === 0 ? (
        <p className="hidden text-small text-dim sm:block">{t("seats.noneYetLong")}</p>
      ) : (
        <>
          <ul className="hidden flex-wrap gap-2 lg:flex">
            {seats.map(({ index, label }) => (
              <li key={index}>
                <button
                  type="button"
                  className="choice px-3"
                  aria-label={t("seats.remove", { seat: label })}
                  onClick={() => {
                    onRemove(index);
                  }}
                >
                  {label}
                  <Icon name="cross" size={14} className="text-dim" />
                </button>
              </li>
            ))}
          </ul>
          <dl className="hidden gap-2 text-dim sm:grid">
            {lines.map(({ category, count, amount }) => (
              <div key={category} className="flex justify-between gap-4">
                <dt className="first-letter:uppercase">
                  {t("checkout.quantity", { label: categoryName(category, t), count })}
                </dt>
                <dd className="whitespace-nowrap">{formatMoney({ amount, currency }, intl)}</dd>
              </div>
            ))}
          </dl>
          <p className="hidden border-l-3 border-beam pl-3 text-small text-dim sm:block">
            {t("seats.estimate")}
          </p>
        </>
      )}
      <div className="flex items-center gap-3 lg:grid">
        {seats.length > 0 && (
          <p className="flex shrink-0 flex-col leading-tight lg:flex-row lg:items-baseline lg:justify-between lg:border-t lg:border-line lg:pt-3">
            <span className="text-caption text-dim lg:font-display lg:text-title lg:font-bold lg:text-text">
              {t("seats.chosen", { count: seats.length })}
            </span>
            {total === null ? null : (
              <span className="font-display text-title font-bold whitespace-nowrap">
                {formatMoney(total, intl)}
              </span>
            )}
          </p>
        )}
        <button
          type="button"
          className={`btn btn-go min-h-13 grow text-body ${seats.length === 0 ? "max-lg:hidden" : ""}`}
          disabled={seats.length === 0 || busy || closed}
          onClick={onContinue}
        >
          {busy && hold.status !== "resuming" ? t("hold.holding") : t("action.continue")}
        </button>
      </div>
      {closed ? <p className="text-small text-velvet">{t("seats.closed")}</p> : null}
    </aside>
  );
}
