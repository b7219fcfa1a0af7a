"use client";

import { type Show, type ShowPrice, type ShowSeats } from "@movie-magic/client-sdk/api";
import { type HoldState } from "@movie-magic/client-sdk/hold";
import { type Money } from "@movie-magic/client-sdk/money";
import { useHold, useLivePrices, useSeatMap } from "@movie-magic/client-sdk/react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";
import { checkoutHref } from "@/features/checkout/address";
import { ConnectionBadge } from "@/features/seat-map/connection-badge";
import { Legend } from "@/features/seat-map/legend";
import { SeatMap } from "@/features/seat-map/seat-map";
import { SeatMapGhost } from "@/features/seat-map/seat-map-ghost";

import { BestSeats } from "./best-seats";
import { ChoicePanel } from "./choice-panel";
import { Notice } from "./notice";
import { PriceReason } from "./price-reason";
import { useChoice } from "./use-choice";
import { useShowroomParts } from "./use-showroom-parts";

// Few ask for the words in place of the plan, and whoever does can wait a moment for them.
const SeatList = dynamic(async () => (await import("@/features/seat-map/seat-list")).SeatList, {
  loading: () => <div className="skeleton h-72" />,
});

const never = () => () => undefined;

/** False on the server and in the first paint of the browser, which must be the same. */
function useInBrowser(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

function isBusy(hold: HoldState): boolean {
  return hold.status === "holding" || hold.status === "changing" || hold.status === "resuming";
}

interface ShowRoomProps {
  readonly show: Show;
  readonly seats: ShowSeats;
  /** Why it costs what it does; null where that could not be had. */
  readonly price: ShowPrice | null;
}

/** The live house of one show: look, choose, continue. Seats are held when the visitor continues, not before. */
export function ShowRoom({ show, seats, price }: ShowRoomProps) {
  const { t } = useApp();
  const router = useRouter();
  const inBrowser = useInBrowser();
  const [view, setView] = useState<"map" | "list">("map");
  const { live, holds, geometry } = useShowroomParts(seats);
  const hold = useHold(holds);
  const livePrices = useLivePrices(live);
  const { closed } = useSeatMap(live);
  const choice = useChoice({ live, holds, geometry, maxSeats: seats.max_seats });
  const { currency } = show.price_from;

  const prices = useMemo<Readonly<Record<string, Money>>>(
    () =>
      Object.fromEntries(
        Object.entries(livePrices).map(([name, { amount }]) => [name, { amount, currency }]),
      ),
    [livePrices, currency],
  );

  const goOn = useCallback(async () => {
    const held = await choice.hold();
    if (held !== null) router.push(checkoutHref(held));
  }, [choice, router]);

  const plan = {
    geometry,
    live,
    prices,
    chosen: choice.chosen,
    yours: choice.yours,
    onToggle: choice.toggle,
  };
  return (
    <div className="grid items-start gap-5 grid-cols-[minmax(0,1fr)] lg:grid-cols-[minmax(0,1fr)_21rem]">
      <section aria-label={t("seats.title")} className="panel p-3 sm:p-5">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <button
            type="button"
            className="choice"
            aria-pressed={view === "list"}
            onClick={() => {
              setView(view === "map" ? "list" : "map");
            }}
          >
            <Icon name="list" size={18} />
            {t("seats.list")}
          </button>
          <ConnectionBadge live={live} />
        </div>
        <BestSeats
          categories={show.categories.map(({ category }) => category)}
          maxSeats={seats.max_seats}
          disabled={isBusy(hold) || choice.leaving || closed || !inBrowser}
          onTake={choice.best}
        />
        {!inBrowser ? (
          <SeatMapGhost layout={seats.layout} geometry={geometry} screen={t("seats.screen")} />
        ) : view === "map" ? (
          <SeatMap {...plan} layout={seats.layout} onClear={choice.clear} />
        ) : (
          <SeatList {...plan} />
        )}
        <div className="mt-4 border-t border-line pt-4">
          <Legend
            categories={show.categories.map(({ category }) => category)}
            prices={prices}
            someBlocked={live.counts().blocked > 0}
          />
          <PriceReason showId={show.id} live={live} initial={price} />
        </div>
      </section>
      <ChoicePanel
        geometry={geometry}
        chosen={choice.chosen}
        prices={prices}
        currency={currency}
        hold={hold}
        busy={isBusy(hold) || choice.leaving}
        closed={closed}
        onRemove={choice.toggle}
        onClear={choice.clear}
        onContinue={goOn}
      />
      <Notice news={choice.news} onTake={choice.toggle} onDismiss={choice.dismiss} />
    </div>
  );
}
