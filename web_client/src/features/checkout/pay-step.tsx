"use client";

import { type PaymentMethod } from "@movie-magic/client-sdk/api";
import { type CheckoutFlow, type CheckoutState } from "@movie-magic/client-sdk/checkout";
import { type HoldState } from "@movie-magic/client-sdk/hold";
import { formatMoney } from "@movie-magic/client-sdk/money";
import { useCheckout } from "@movie-magic/client-sdk/react";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";
import { problemText } from "@/features/hold/problem-text";

import { HoldGone } from "./hold-gone";
import { Methods } from "./methods";
import { type Order } from "./use-checkout-parts";
import { useOffered } from "./use-offered";
import { type Reduced } from "./use-reductions";
import { Waiting } from "./waiting";

interface PayStepProps {
  readonly flow: CheckoutFlow;
  readonly hold: HoldState;
  /** The hold has been asked for. */
  readonly looked: boolean;
  readonly order: Order;
  /** What is taken off the price. */
  readonly reduced: Reduced;
  /** Told whether the booking is being made, when nothing of the order can be changed any more. */
  readonly onBooking: (now: boolean) => void;
}

/** The booking, as soon as there is one. */
function bookingOf(state: CheckoutState): string | null {
  return "booking" in state && state.booking !== null ? state.booking.id : null;
}

/** How to pay, and the press that makes the booking. From there on the booking's own page tells the story. */
export function PayStep({ flow, hold, looked, order, reduced, onBooking }: PayStepProps) {
  const { t, intl } = useApp();
  const router = useRouter();
  const state = useCheckout(flow);
  const offered = useOffered();
  const [wish, setMethod] = useState<PaymentMethod | null>(null);
  const usual = offered.methods?.[0] ?? null;
  const bookingId = bookingOf(state);
  const fixed = state.status === "booking" || (state.status === "reviewing" && state.uncertain);

  useEffect(() => {
    onBooking(fixed);
  }, [fixed, onBooking]);

  useEffect(() => {
    if (bookingId === null) return;
    // The booking's deadline counts now. Replaced, so that Back leads to the seats and not to a spent order.
    if (hold.status === "held") void hold.handOver();
    router.replace(`/bookings/${bookingId}`);
  }, [bookingId, hold, router]);

  if (bookingId !== null) return <Waiting text={t("checkout.booking")} />;
  if (state.status === "resuming") return <Waiting text={t("checkout.loading")} />;
  if (state.status === "lost" || state.status === "expired") return <HoldGone hold={hold} order={order} />;
  const booking = state.status === "booking";
  if (hold.status !== "held" && hold.status !== "extending" && !booking) {
    return looked ? <HoldGone hold={hold} order={order} /> : <Waiting text={t("checkout.loading")} />;
  }
  const quote =
    reduced.quote ?? (hold.status === "held" || hold.status === "extending" ? hold.hold.quote : null);
  const total = quote === null ? "" : formatMoney(quote.total, intl, { decimals: "always" });
  const free = quote?.total.amount === 0;
  const method = free ? usual : (wish ?? usual);
  const problem = state.status === "reviewing" ? state.problem : null;
  const uncertain = state.status === "reviewing" && state.uncertain;
  return (
    <form
      className="grid gap-5"
      aria-busy={booking}
      onSubmit={(event) => {
        event.preventDefault();
        if (state.status === "reviewing" && method !== null) void state.pay(method, reduced.reductions);
      }}
    >
      {/* What may have been sent is sent again as it was: choosing anew would promise something else. */}
      {free ? (
        <p className="text-lead">{t("checkout.free")}</p>
      ) : (
        <Methods offered={offered} chosen={method} disabled={booking || uncertain} onChoose={setMethod} />
      )}
      {problem !== null && (
        <div role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-4">
          <p>{problemText(problem, t)}</p>
          {uncertain ? <p className="mt-1 text-small text-dim">{t("checkout.uncertain")}</p> : null}
        </div>
      )}
      <button
        type="submit"
        className="btn btn-go sticky bottom-2 min-h-14 text-lead sm:static"
        disabled={booking || method === null}
      >
        {booking
          ? t("checkout.booking")
          : free
            ? t("checkout.take")
            : method === "cash"
              ? t("checkout.reserve")
              : t("checkout.pay", { total })}
      </button>
      <p className="text-small text-dim">
        {t(offered.methods?.includes("stripe") ? "checkout.secureStripe" : "checkout.secure")}
      </p>
    </form>
  );
}
