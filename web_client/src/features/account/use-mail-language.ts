"use client";

import { settle, type User } from "@movie-magic/client-sdk/api";
import { useEffect } from "react";

import { useApp } from "@/features/app/app-context";

/** Has mail come in the language that the settings are read in; where that fails, the next visit tries again. */
export function useMailLanguage(user: User | null): void {
  const { api, locale } = useApp();
  const known = user?.locale;
  useEffect(() => {
    if (known !== undefined && known !== locale) void settle(api.me.update({ locale }));
  }, [api, known, locale]);
}
