"use client";

import { settle } from "@movie-magic/client-sdk/api";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { useApp } from "@/features/app/app-context";

import { useThisPage } from "./use-this-page";

const longestPause = 30;

/**
 * Tries a page again by itself: a small question first, so that a house which is coming back is not asked for whole
 * pages, then the page, which takes the place of this. Without scripts it is a link.
 */
export function TryAgain({ seconds, label }: { readonly seconds: number; readonly label: string }) {
  const { api } = useApp();
  const router = useRouter();
  const here = useThisPage();

  useEffect(() => {
    let pauseSeconds = seconds;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const asked = await settle(api.cities()).catch(() => ({ ok: false }) as const);
      if (asked.ok) router.refresh();
      pauseSeconds = Math.min(pauseSeconds * 1.5, Math.max(longestPause, seconds));
      wait();
    };
    const wait = () => {
      // Not everybody at once.
      timer = setTimeout(() => void look(), pauseSeconds * 1000 * (1 + Math.random() / 4));
    };
    wait();
    return () => {
      clearTimeout(timer);
    };
  }, [api, router, seconds]);

  return (
    <a href={here} className="btn btn-go">
      {label}
    </a>
  );
}
