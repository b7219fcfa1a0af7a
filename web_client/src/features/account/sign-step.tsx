"use client";

import dynamic from "next/dynamic";
import { useState } from "react";

import { useApp } from "@/features/app/app-context";

// Whoever is signed in never needs the form, nor what it is made with.
const CredentialsForm = dynamic(async () => (await import("./credentials-form")).CredentialsForm, {
  loading: () => <div className="skeleton h-72" />,
});

/** Signing in or up in the middle of something: the page around it stays, and goes on by itself when it is done. */
export function SignStep({ lead }: { readonly lead: string }) {
  const { t } = useApp();
  const [mode, setMode] = useState<"in" | "up">("in");
  return (
    <div className="grid gap-5">
      <div>
        <h2 className="text-heading">{t(mode === "in" ? "auth.signInTitle" : "auth.signUpTitle")}</h2>
        <p className="mt-1 text-dim">{lead}</p>
      </div>
      <div className="flex gap-2">
        {(["in", "up"] as const).map((each) => (
          <button
            key={each}
            type="button"
            className="choice grow justify-center"
            aria-pressed={mode === each}
            onClick={() => {
              setMode(each);
            }}
          >
            {t(each === "in" ? "nav.signIn" : "nav.signUp")}
          </button>
        ))}
      </div>
      <CredentialsForm key={mode} mode={mode} />
    </div>
  );
}
