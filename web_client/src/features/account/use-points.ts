"use client";

import { type Points, settle } from "@movie-magic/client-sdk/api";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";

/** A customer's points; null while nobody is signed in or they are not known, when none are offered or shown. */
export function usePoints(userId: string | null): Points | null {
  const { api } = useApp();
  const [known, setKnown] = useState<{ readonly userId: string; readonly points: Points } | null>(null);
  useEffect(() => {
    if (userId === null) return;
    const gone = new AbortController();
    settle(api.me.points({ limit: 1 }, { signal: gone.signal }))
      .then((asked) => {
        if (asked.ok) setKnown({ userId, points: asked.value });
      })
      .catch((error: unknown) => {
        if (!gone.signal.aborted) throw error;
      });
    return () => {
      gone.abort();
    };
  }, [api, userId]);
  return known !== null && known.userId === userId ? known.points : null;
}
