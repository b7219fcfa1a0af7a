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
import { Waiting } from "./waiting";

interface PayStepProps {
  readonly flow: CheckoutFlow;
  readonly hold: HoldState;
  /** The hold has been asked for. */
  readonly looked: boolean;
  readonly order: Order;
}

/** The booking, as soon as there is one. */
function bookingOf(state: CheckoutState): string | null {
  return "booking" in state && state.booking !== null ? state.booking.id : null;
}

/** How to pay, and the press that makes the booking. From there on the booking's own page tells the story. */
export function PayStep({ flow, hold, looked, order }: PayStepProps) {
  const { t, intl } = useApp();
  const router = useRouter();
  const state = useCheckout(flow);
  const [method, setMethod] = useState<PaymentMethod>("mock_upi");
  const bookingId = bookingOf(state);

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
  const total =
    hold.status === "held" || hold.status === "extending"
      ? formatMoney(hold.hold.quote.total, intl, { decimals: "always" })
      : "";
  const problem = state.status === "reviewing" ? state.problem : null;
  const uncertain = state.status === "reviewing" && state.uncertain;
  return (
    <form
      className="grid gap-5"
      aria-busy={booking}
      onSubmit={(event) => {
        event.preventDefault();
        if (state.status === "reviewing") void state.pay(method);
      }}
    >
      {/* What may have been sent is sent again as it was: choosing anew would promise something else. */}
      <Methods chosen={method} disabled={booking || uncertain} onChoose={setMethod} />
      {problem !== null && (
        <div role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-4">
          <p>{problemText(problem, t)}</p>
          {uncertain ? <p className="mt-1 text-small text-dim">{t("checkout.uncertain")}</p> : null}
        </div>
      )}
      <button
        type="submit"
        className="btn btn-go sticky bottom-2 min-h-14 text-lead sm:static"
        disabled={booking}
      >
        {booking
          ? t("checkout.booking")
          : method === "cash"
            ? t("checkout.reserve")
            : t("checkout.pay", { total })}
      </button>
      <p className="text-small text-dim">{t("checkout.secure")}</p>
    </form>
  );
}
