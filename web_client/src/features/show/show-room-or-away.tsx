"use client";

import { settle, type Show, type ShowPrice, type ShowSeats } from "@movie-magic/client-sdk/api";
import { useEffect, useState } from "react";

import { EmptyState } from "@/components/site/empty-state";
import { useApp } from "@/features/app/app-context";
import { useThisPage } from "@/features/away/use-this-page";

import { ShowRoom } from "./show-room";

const pauseMs = 4_000;

interface ShowRoomOrAwayProps {
  readonly show: Show;
  /** Null where the live seats could not be had. */
  readonly seats: ShowSeats | null;
  readonly price: ShowPrice | null;
}

/** The live house of a show; while its seats cannot be had, a word about that, until they can. */
export function ShowRoomOrAway({ show, seats: initial, price }: ShowRoomOrAwayProps) {
  const { t, api } = useApp();
  const here = useThisPage();
  const [seats, setSeats] = useState(initial);

  useEffect(() => {
    if (seats !== null) return undefined;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const asked = await settle(api.shows.seats(show.id)).catch(() => ({ ok: false }) as const);
      if (over) return;
      if (asked.ok) setSeats(asked.value);
      else wait();
    };
    const wait = () => {
      timer = setTimeout(() => void look(), pauseMs * (1 + Math.random() / 2));
    };
    wait();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [api, show.id, seats]);

  if (seats !== null) return <ShowRoom show={show} seats={seats} price={price} />;
  return (
    <div role="status">
      <EmptyState title={t("seats.away")} lead={t("seats.awayLead")}>
        <a href={here} className="btn">
          {t("action.retry")}
        </a>
      </EmptyState>
    </div>
  );
}
