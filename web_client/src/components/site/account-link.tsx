"use client";

import { useSession } from "@movie-magic/client-sdk/react";
import Link from "next/link";

import { Icon } from "@/components/icon";
import { useApp } from "@/features/app/app-context";

interface AccountLinkProps {
  /** What the server knew from a hint cookie; right for the first paint, nearly always right for good. */
  readonly signedInBefore: boolean;
  readonly signIn: string;
  readonly account: string;
  /** Fills its line, as in the phone's menu. */
  readonly wide?: boolean;
}

/** The way to one's account, or to signing in. */
export function AccountLink({ signedInBefore, signIn, account, wide = false }: AccountLinkProps) {
  const session = useSession(useApp().api.session);
  const signedIn = session.status === "unknown" ? signedInBefore : session.status === "signed-in";
  const size = wide ? "w-full" : "";
  return signedIn ? (
    <Link href="/account" className={`btn border-line whitespace-nowrap ${size}`}>
      <Icon name="person" size={18} />
      {account}
    </Link>
  ) : (
    <Link href="/sign-in" className={`btn whitespace-nowrap ${wide ? "btn-go" : ""} ${size}`}>
      {signIn}
    </Link>
  );
}
