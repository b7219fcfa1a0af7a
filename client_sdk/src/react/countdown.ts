"use client";

import { useEffect, useState } from "react";

import { type ServerClock } from "../clock.ts";
import { type Countdown, countdown } from "../hold/countdown.ts";

/**
 * What is left until `deadline` (RFC 3339), by the server's clock; renders once a second, on the second, and no more
 * when the time is over.
 */
export function useCountdown(deadline: string, clock: ServerClock): Countdown {
  const [shown, setShown] = useState(() => countdown(deadline, clock));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      const now = countdown(deadline, clock);
      setShown(now);
      // The next change of the rounded-up seconds; an interval would drift against them and skip one now and then.
      if (now.phase !== "over") timer = setTimeout(tick, now.remainingMs % 1000 || 1000);
    };
    // Timers stand still while a tab sleeps: who comes back sees the truth at once.
    const awake = () => {
      if (document.visibilityState !== "visible") return;
      clearTimeout(timer);
      tick();
    };
    timer = setTimeout(tick, 0);
    document.addEventListener("visibilitychange", awake);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", awake);
    };
  }, [deadline, clock]);

  return shown;
}
