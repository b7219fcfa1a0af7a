"use client";

import { useSession } from "@movie-magic/client-sdk/react";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { useApp } from "@/features/app/app-context";

import { CredentialsForm } from "./credentials-form";

interface SignPageProps {
  readonly mode: "in" | "up";
  /** A path of this site. */
  readonly next: string;
}

/** A page for signing in or up; whoever is signed in is led on. */
export function SignPage({ mode, next }: SignPageProps) {
  const { t, api } = useApp();
  const router = useRouter();
  const session = useSession(api.session);
  useEffect(() => {
    if (session.status === "signed-in") router.replace(next as Route);
  }, [session, next, router]);
  const other = mode === "in" ? "up" : "in";
  const href = `/sign-${other}?next=${encodeURIComponent(next)}` as const;
  return (
    <div className="page grid max-w-md gap-6 pt-10 pb-20">
      <div>
        <h1 className="text-heading">{t(mode === "in" ? "auth.signInTitle" : "auth.signUpTitle")}</h1>
        <p className="mt-1 text-dim">{t(mode === "in" ? "auth.signInLead" : "auth.signUpLead")}</p>
      </div>
      <div className="panel p-5 sm:p-7">
        <CredentialsForm mode={mode} />
      </div>
      <p className="text-center text-dim">
        {t(mode === "in" ? "auth.noAccount" : "auth.haveAccount")}{" "}
        <Link href={href} className="link font-semibold text-text">
          {t(mode === "in" ? "nav.signUp" : "nav.signIn")}
        </Link>
      </p>
    </div>
  );
}
