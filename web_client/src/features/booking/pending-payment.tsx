"use client";

import { type Booking } from "@movie-magic/client-sdk/api";
import { type CheckoutState } from "@movie-magic/client-sdk/checkout";
import { formatDateTime } from "@movie-magic/client-sdk/dates";
import { formatMoney } from "@movie-magic/client-sdk/money";
import dynamic from "next/dynamic";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";
import { HoldTimer } from "@/features/hold/hold-timer";
import { PriceLines } from "@/features/hold/price-lines";
import { problemText } from "@/features/hold/problem-text";

import { GiveUp } from "./give-up";
import { PayAnotherWay } from "./pay-another-way";
import { ShowFacts } from "./show-facts";

const BankDialog = dynamic(() => import("./bank-dialog"), { ssr: false });
const CardForm = dynamic(() => import("./card-form"), { ssr: false });

interface PendingPaymentProps {
  readonly state: Extract<
    CheckoutState,
    { status: "booking" | "awaiting-payment" | "declined" | "settling" | "reserved" }
  >;
  readonly booking: Booking;
}

/** A booking that is not paid: until when, how, and the way out. */
export function PendingPayment({ state, booking }: PendingPaymentProps) {
  const { t, intl } = useApp();
  // Opened by itself: the visitor has just pressed Pay, or comes back to finish.
  const [bankOpen, setBankOpen] = useState(true);
  const [otherWay, setOtherWay] = useState(false);
  const total = formatMoney(booking.total, intl, { decimals: "always" });
  const problem = "problem" in state ? state.problem : null;
  return (
    <div className="grid items-start gap-5 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="grid gap-5">
        {booking.expires_at !== null && state.status !== "settling" && (
          <HoldTimer deadline={booking.expires_at} promise={t("booking.payBy")} />
        )}
        <section className="panel grid gap-5 p-5 md:p-7" data-status={state.status}>
          {state.status === "awaiting-payment" && (
            <>
              <div role="status">
                <h1 className="text-heading">
                  {t(state.card === null ? "checkout.awaiting" : "checkout.cardTitle")}
                </h1>
                {state.card === null && (
                  <p className="mt-1 text-dim">{t(`checkout.methodHint.${booking.payment.method}`)}</p>
                )}
              </div>
              {state.bank !== null && (
                <>
                  <button
                    type="button"
                    className="btn btn-go min-h-14"
                    onClick={() => {
                      setBankOpen(true);
                    }}
                  >
                    {t("bank.open")}
                  </button>
                  <BankDialog state={state} bank={state.bank} open={bankOpen} onOpenChange={setBankOpen} />
                </>
              )}
              {state.card !== null && (
                // Another attempt is another form.
                <CardForm
                  key={booking.payment.id}
                  card={state.card}
                  bookingId={booking.id}
                  total={booking.total}
                />
              )}
              {otherWay ? (
                <PayAnotherWay
                  but={booking.payment.method}
                  label={(method) =>
                    method === "cash"
                      ? t("checkout.reserve")
                      : t("checkout.payBy", { total, method: t(`checkout.method.${method}`) })
                  }
                  onPay={(method) => {
                    setOtherWay(false);
                    setBankOpen(true);
                    void state.payAgain(method);
                  }}
                />
              ) : (
                <button
                  type="button"
                  className="btn justify-self-start"
                  onClick={() => {
                    setOtherWay(true);
                  }}
                >
                  {t("checkout.otherWay")}
                </button>
              )}
            </>
          )}
          {(state.status === "settling" || state.status === "booking") && (
            <div role="status" className="flex items-center gap-4 py-6">
              <span
                aria-hidden="true"
                className="size-8 shrink-0 animate-spin rounded-full border-3 border-beam border-t-transparent"
              />
              <h1 className="text-title">
                {t(state.status === "settling" ? "auth.working" : "checkout.booking")}
              </h1>
            </div>
          )}
          {state.status === "declined" && (
            <>
              <div role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-4">
                <h1 className="text-body font-medium">{t("checkout.declined")}</h1>
              </div>
              <PayAnotherWay
                label={(method) => (method === "cash" ? t("checkout.reserve") : t("checkout.pay", { total }))}
                onPay={(method) => {
                  setBankOpen(true);
                  void state.payAgain(method);
                }}
              />
            </>
          )}
          {state.status === "reserved" && (
            <div role="status" className="grid gap-4">
              <h1 className="text-heading">
                {t("booking.reserved", { time: formatDateTime(state.until, booking.show.time_zone, intl) })}
              </h1>
              <p className="text-dim">{t("booking.counterCode")}</p>
              <p className="rounded-card border border-beam bg-beam/10 p-4 text-center font-display text-heading font-bold tracking-wide">
                {state.reference}
              </p>
            </div>
          )}
          {problem !== null && (
            <p role="alert" className="text-velvet">
              {problemText(problem, t)}
            </p>
          )}
          {"cancel" in state && <GiveUp onGiveUp={() => void state.cancel()} />}
        </section>
      </div>
      <aside aria-label={t("checkout.summary")} className="panel grid gap-5 p-5 lg:sticky lg:top-20">
        <ShowFacts booking={booking} />
        <PriceLines lines={booking.lines} total={booking.total} />
      </aside>
    </div>
  );
}
