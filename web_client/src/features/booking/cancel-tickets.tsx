"use client";

import { ApiProblem, type Booking } from "@movie-magic/client-sdk/api";
import { formatDay, formatTime } from "@movie-magic/client-sdk/dates";
import { formatMoney } from "@movie-magic/client-sdk/money";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { useCancellation } from "./use-cancellation";

interface CancelTicketsProps {
  readonly booking: Booking;
  readonly onCancelled: (booking: Booking) => void;
}

/** Gives tickets back: which, what comes back for them, and only then the button that does it. */
export function CancelTickets({ booking, onCancelled }: CancelTicketsProps) {
  const { t } = useApp();
  const [open, setOpen] = useState(false);
  if (!booking.cancellable) return null;
  if (!open) {
    return (
      <button
        type="button"
        className="btn btn-quiet text-small text-dim"
        onClick={() => {
          setOpen(true);
        }}
      >
        {t("booking.cancel")}
      </button>
    );
  }
  return (
    <CancelForm
      booking={booking}
      onClose={() => {
        setOpen(false);
      }}
      onCancelled={(after) => {
        setOpen(false);
        onCancelled(after);
      }}
    />
  );
}

function CancelForm({
  booking,
  onClose,
  onCancelled,
}: CancelTicketsProps & { readonly onClose: () => void }) {
  const { t } = useApp();
  const seats = booking.tickets.filter((ticket) => ticket.status === "valid").map((ticket) => ticket.seat);
  const [chosen, setChosen] = useState<readonly string[]>(seats);
  const desk = useCancellation(booking, chosen, onCancelled);
  return (
    <section aria-labelledby="cancel" className="grid gap-4 rounded-card border border-line p-4">
      <h2 id="cancel" className="text-title">
        {t("booking.cancelTitle")}
      </h2>
      <fieldset disabled={desk.working}>
        <legend className="text-small text-dim">{t("booking.cancelWhich")}</legend>
        <div className="mt-2 flex flex-wrap gap-2">
          {seats.map((seat) => (
            <label
              key={seat}
              className="flex min-h-11 min-w-16 cursor-pointer items-center gap-2 rounded-field border border-outline px-3 has-checked:border-beam has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
            >
              <input
                type="checkbox"
                checked={chosen.includes(seat)}
                onChange={(event) => {
                  const { checked } = event.target;
                  setChosen(seats.filter((one) => (one === seat ? checked : chosen.includes(one))));
                }}
                className="size-5 outline-none"
              />
              {seat}
            </label>
          ))}
        </div>
      </fieldset>
      <Terms booking={booking} desk={desk} />
      {desk.problem !== null && (
        <p role="alert" className="text-small text-velvet">
          {desk.problem instanceof ApiProblem && desk.problem.code === "refund_changed"
            ? t("booking.cancelChanged")
            : problemText(desk.problem, t)}
        </p>
      )}
      <button type="button" className="btn" disabled={desk.working} onClick={onClose}>
        {t("booking.cancelKeep")}
      </button>
    </section>
  );
}

/** What comes back, what stays, until when, and the button that agrees to it. */
function Terms({
  booking,
  desk,
}: {
  readonly booking: Booking;
  readonly desk: ReturnType<typeof useCancellation>;
}) {
  const { t, intl } = useApp();
  const { quote } = desk;
  if (quote === null) return null;
  const zone = booking.show.time_zone;
  const refund = formatMoney(quote.refund, intl);
  return (
    <>
      <dl aria-live="polite" className="grid gap-1">
        <div className="flex justify-between gap-4 font-semibold">
          <dt>{t("booking.cancelRefund")}</dt>
          <dd className="whitespace-nowrap" data-cancel-refund={quote.refund.amount}>
            {refund}
          </dd>
        </div>
        <div className="flex justify-between gap-4 text-dim">
          <dt>{t("booking.cancelKept")}</dt>
          <dd className="whitespace-nowrap">{formatMoney(quote.kept, intl)}</dd>
        </div>
        {quote.points > 0 && (
          <div className="flex justify-between gap-4 text-dim">
            <dt>{t("booking.cancelPoints")}</dt>
            <dd>{new Intl.NumberFormat(intl).format(quote.points)}</dd>
          </div>
        )}
      </dl>
      <p className="text-small text-dim">
        {quote.percent === 0
          ? t("booking.cancelNothing")
          : t("booking.cancelPercent", {
              percent: new Intl.NumberFormat(intl, { style: "percent" }).format(quote.percent / 100),
            })}{" "}
        {quote.changes_at !== null &&
          t("booking.cancelFalls", {
            time: `${formatDay(quote.changes_at, zone, intl)}, ${formatTime(quote.changes_at, zone, intl)}`,
          })}
      </p>
      <button type="button" className="btn btn-go" disabled={desk.working} onClick={desk.confirm}>
        {desk.working
          ? t("booking.cancelling")
          : quote.refund.amount > 0
            ? t("booking.cancelSure", { refund })
            : t("booking.cancelAnyway")}
      </button>
    </>
  );
}
