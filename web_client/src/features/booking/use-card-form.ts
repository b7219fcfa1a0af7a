"use client";

import { type CardForm } from "@movie-magic/client-sdk/checkout";
import { type Stripe, type StripeElements } from "@stripe/stripe-js";
import { type RefObject, useEffect, useRef, useState } from "react";

import { useApp } from "@/features/app/app-context";

import { appearance } from "./card-appearance";
import { takeReturn } from "./return-address";
import { loadStripe } from "./stripe-script";

/** Where the card form stands. */
export type CardFormStatus = "loading" | "ready" | "paying" | "unavailable";

/** The card network's own form. */
export interface CardDesk {
  readonly status: CardFormStatus;
  /** What the card network says is wrong, in the visitor's language. */
  readonly refusal: string | null;
  readonly pay: () => void;
  readonly retry: () => void;
}

/**
 * Mounts Stripe's Payment Element, confirms with it, and comes back from the bank's page.
 *
 * The bank's page returns to the booking's address with the intent's secret in it; the secret is taken out of the
 * address at once, and what became of the intent is asked of Stripe and then, by `confirmed`, of the server.
 */
export function useCardForm(
  card: CardForm,
  bookingId: string,
  place: RefObject<HTMLDivElement | null>,
): CardDesk {
  const { locale } = useApp();
  const parts = useRef<{ readonly stripe: Stripe; readonly elements: StripeElements } | null>(null);
  const [status, setStatus] = useState<CardFormStatus>("loading");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const returned = useRef(false);
  const confirmed = useRef(card.confirmed);
  useEffect(() => {
    confirmed.current = card.confirmed;
  }, [card]);

  const { clientSecret, publishableKey, scriptUrl } = card;
  useEffect(() => {
    const leaving = new AbortController();
    const gone = () => leaving.signal.aborted;
    let unmount: (() => void) | undefined;
    const mount = async () => {
      const makeStripe = await loadStripe(scriptUrl);
      const target = place.current;
      if (gone() || target === null) return;
      const stripe = makeStripe(publishableKey, { locale: locale === "en" ? "en" : "auto" });
      returned.current ||= takeReturn(clientSecret);
      if (returned.current) {
        const { paymentIntent, error } = await stripe.retrievePaymentIntent(clientSecret);
        if (gone()) return;
        returned.current = false;
        if (paymentIntent?.status === "succeeded" || paymentIntent?.status === "processing") {
          await confirmed.current();
          return;
        }
        setRefusal(error?.message ?? paymentIntent?.last_payment_error?.message ?? null);
      }
      const elements = stripe.elements({ clientSecret, appearance: appearance() });
      const form = elements.create("payment");
      form.on("ready", () => {
        setStatus("ready");
      });
      form.mount(target);
      parts.current = { stripe, elements };
      unmount = () => {
        form.destroy();
      };
    };
    mount().catch(() => {
      if (!gone()) setStatus("unavailable");
    });
    return () => {
      leaving.abort();
      parts.current = null;
      unmount?.();
    };
  }, [clientSecret, publishableKey, scriptUrl, locale, place, attempt]);

  const confirm = async () => {
    if (parts.current === null) return;
    const { stripe, elements } = parts.current;
    setStatus("paying");
    setRefusal(null);
    const { error } = await stripe.confirmPayment({
      elements,
      confirmParams: { return_url: new URL(`/bookings/${bookingId}`, location.href).href },
      redirect: "if_required",
    });
    if (error === undefined) {
      await confirmed.current();
    } else {
      setRefusal(error.message ?? null);
      setStatus("ready");
    }
  };

  return {
    status,
    refusal,
    pay: () => {
      // However often a person presses, one confirmation is under way.
      if (status === "ready") void confirm();
    },
    retry: () => {
      setStatus("loading");
      setAttempt(attempt + 1);
    },
  };
}
