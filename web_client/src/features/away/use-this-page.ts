"use client";

import { usePathname, useSearchParams } from "next/navigation";

/** The address of the page at hand with its query, for a link that asks for all of it anew. */
export function useThisPage(): string {
  const path = usePathname();
  const query = useSearchParams().toString();
  return query === "" ? path : `${path}?${query}`;
}
