"use client";

import { type PaymentMethod, type Problem, settle } from "@movie-magic/client-sdk/api";
import { useEffect, useState } from "react";

import { useApp } from "@/features/app/app-context";

/** The ways to pay that the house offers, the usual one first. */
export interface Offered {
  /** Null until they are known. */
  readonly methods: readonly PaymentMethod[] | null;
  readonly problem: Problem | null;
  readonly retry: () => void;
}

/** Asks the house how one can pay. */
export function useOffered(): Offered {
  const { api } = useApp();
  const [attempt, setAttempt] = useState(0);
  const [known, setKnown] = useState<Pick<Offered, "methods" | "problem">>({ methods: null, problem: null });
  useEffect(() => {
    const gone = new AbortController();
    void settle(api.payments.methods({ signal: gone.signal }))
      .then((asked) => {
        if (asked.ok) setKnown({ methods: asked.value.map(({ method }) => method), problem: null });
        else setKnown({ methods: null, problem: asked.problem });
      })
      .catch((error: unknown) => {
        if (!gone.signal.aborted) throw error;
      });
    return () => {
      gone.abort();
    };
  }, [api, attempt]);
  return {
    ...known,
    retry: () => {
      setAttempt(attempt + 1);
    },
  };
}
