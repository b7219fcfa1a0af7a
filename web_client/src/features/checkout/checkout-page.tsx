"use client";

import { formatMoney } from "@movie-magic/client-sdk/money";
import { useHold, useSession } from "@movie-magic/client-sdk/react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";

import { SignStep } from "@/features/account/sign-step";
import { useApp } from "@/features/app/app-context";
import { HoldTimer } from "@/features/hold/hold-timer";
import { PriceLines } from "@/features/hold/price-lines";
import { problemText } from "@/features/hold/problem-text";

import { checkoutHref } from "./address";
import { HoldGone } from "./hold-gone";
import { PayStep } from "./pay-step";
import { ReductionFields } from "./reduction-fields";
import { type Order, useFlowOf, useHoldOf } from "./use-checkout-parts";
import { useReductions } from "./use-reductions";
import { Waiting } from "./waiting";

interface CheckoutPageProps {
  readonly order: Order;
  /** The show in words, made by the server. */
  readonly summary: ReactNode;
}

/** From held seats to a booking: who you are, how you pay. What comes after has a page of its own. */
export function CheckoutPage({ order, summary }: CheckoutPageProps) {
  const { t, api, intl } = useApp();
  const router = useRouter();
  const session = useSession(api.session);
  const { holds, looked } = useHoldOf(order);
  const hold = useHold(holds);
  const flow = useFlowOf(order);
  const desk = useReductions(order.holdId);
  const [booking, setBooking] = useState(false);

  // The same seats, held once more: the address follows the new hold.
  useEffect(() => {
    if (hold.status === "held" && hold.hold.hold_id !== order.holdId) router.replace(checkoutHref(hold.hold));
  }, [hold, order.holdId, router]);

  const held = hold.status === "held" || hold.status === "extending" ? hold.hold : null;
  const quote = desk.quote ?? held?.quote ?? null;
  const extend = hold.status === "held" ? hold.extend : undefined;
  return (
    <div className="grid items-start gap-5 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="grid gap-5">
        {held !== null && (
          <HoldTimer
            deadline={held.expires_at}
            extending={hold.status === "extending"}
            {...(extend === undefined ? {} : { onExtend: extend && (() => void extend()) })}
          />
        )}
        {hold.status === "held" && hold.problem !== null && (
          <p role="alert" className="text-velvet">
            {problemText(hold.problem, t)}
          </p>
        )}
        <div className="panel p-5 md:p-7">
          {flow !== null ? (
            <PayStep
              flow={flow}
              hold={hold}
              looked={looked}
              order={order}
              reduced={desk}
              onBooking={setBooking}
            />
          ) : session.status === "signed-out" && held !== null ? (
            <SignStep lead={t("checkout.signIn")} />
          ) : session.status === "signed-out" && looked ? (
            <HoldGone hold={hold} order={order} />
          ) : (
            <Waiting text={t("checkout.loading")} />
          )}
        </div>
      </div>
      <aside aria-label={t("checkout.summary")} className="panel grid gap-5 p-5 lg:sticky lg:top-20">
        {summary}
        {held !== null && quote !== null && (
          <>
            <PriceLines lines={quote.lines} total={quote.total} />
            {session.status === "signed-in" && <ReductionFields desk={desk} disabled={booking} />}
            {quote.included_tax.amount > 0 && (
              <p className="-mt-3 text-small text-dim">
                {t("checkout.includedTax", {
                  tax: formatMoney(quote.included_tax, intl, { decimals: "always" }),
                })}
              </p>
            )}
            <p className="border-l-3 border-beam pl-3 text-small text-dim">{t("checkout.priceHeld")}</p>
          </>
        )}
        <Link href={`/shows/${order.showId}`} className="btn">
          {t("checkout.back")}
        </Link>
      </aside>
    </div>
  );
}
