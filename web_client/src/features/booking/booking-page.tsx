"use client";

import { ApiProblem, type Booking } from "@movie-magic/client-sdk/api";
import { type CheckoutFlow, type CheckoutState } from "@movie-magic/client-sdk/checkout";
import { useCheckout, useSession } from "@movie-magic/client-sdk/react";
import Link from "next/link";
import { useEffect, useState } from "react";

import { SignStep } from "@/features/account/sign-step";
import { useApp } from "@/features/app/app-context";
import { Waiting } from "@/features/checkout/waiting";
import { problemText } from "@/features/hold/problem-text";

import { BookingOver } from "./booking-over";
import { PendingPayment } from "./pending-payment";
import { cleanAddress } from "./return-address";
import { SettledBooking } from "./settled-booking";
import { useBookingFlow } from "./use-booking-flow";

/** A booking, whatever has become of it: to be paid, paid, lapsed or given back. The page always says which. */
export function BookingPage({ bookingId }: { readonly bookingId: string }) {
  const { t, api } = useApp();
  const session = useSession(api.session);
  const [attempt, setAttempt] = useState(0);
  const flow = useBookingFlow(bookingId, attempt);
  if (flow !== null) {
    return (
      <KnownBooking
        flow={flow}
        onRetry={() => {
          setAttempt(attempt + 1);
        }}
      />
    );
  }
  return (
    <div className="panel mx-auto max-w-md p-6">
      <h1 className="sr-only">{t("booking.title")}</h1>
      {session.status === "signed-out" ? (
        <SignStep lead={t("booking.signIn")} />
      ) : (
        <Waiting text={t("checkout.loading")} />
      )}
    </div>
  );
}

function KnownBooking({ flow, onRetry }: { readonly flow: CheckoutFlow; readonly onRetry: () => void }) {
  const { t } = useApp();
  const state = useCheckout(flow);
  const wantsReturn = state.status === "resuming" || state.status === "awaiting-payment";
  useEffect(() => {
    // Whoever comes back from the bank's page to a booking that is settled already needs nothing of its address.
    if (!wantsReturn) cleanAddress();
  }, [wantsReturn]);
  switch (state.status) {
    case "resuming":
      return (
        <div className="panel mx-auto max-w-md p-6">
          <h1 className="sr-only">{t("booking.title")}</h1>
          <Waiting text={t("checkout.loading")} />
        </div>
      );
    case "reviewing": {
      const missing = state.problem instanceof ApiProblem && state.problem.status < 500;
      return (
        <div role="alert" className="panel mx-auto grid max-w-md gap-4 p-6">
          <h1 className="text-heading">{t("problem.title")}</h1>
          <p className="text-dim">
            {missing || state.problem === null ? t("booking.notFound") : problemText(state.problem, t)}
          </p>
          {missing ? (
            <Link href="/account" className="btn btn-go">
              {t("nav.bookings")}
            </Link>
          ) : (
            <button type="button" className="btn btn-go" onClick={onRetry}>
              {t("action.retry")}
            </button>
          )}
        </div>
      );
    }
    case "booking":
    case "awaiting-payment":
    case "declined":
    case "settling":
    case "reserved":
      return <PendingBooking state={state} />;
    case "confirmed":
    case "expired":
    case "cancelled":
      return state.booking === null ? null : <SettledBooking key={state.status} booking={state.booking} />;
    case "lost":
      return <BookingOver booking={null} outcome="failed" />;
  }
}

type PendingState = Extract<
  CheckoutState,
  { status: "booking" | "awaiting-payment" | "declined" | "settling" | "reserved" }
>;

/** Keeps the order in sight while a new way to pay is being asked for, which knows only its method. */
function PendingBooking({ state }: { readonly state: PendingState }) {
  const { t } = useApp();
  const [booking, setBooking] = useState<Booking | null>("booking" in state ? state.booking : null);
  if ("booking" in state && state.booking !== booking) setBooking(state.booking);
  if (booking === null) return <Waiting text={t("checkout.booking")} />;
  return <PendingPayment state={state} booking={booking} />;
}
