"use client";

import { isProblem, type User } from "@movie-magic/client-sdk/api";
import Link from "next/link";
import { useRouter } from "next/navigation";

import { useApp } from "@/features/app/app-context";

/** Who is signed in, whether the address is confirmed, the way to the settings and the way out. */
export function AccountCard({ user }: { readonly user: User }) {
  const { t, api } = useApp();
  const router = useRouter();
  const leave = async () => {
    try {
      await api.auth.logOut();
    } catch (error) {
      // Signed out here in any case; the server forgets the rest when it expires.
      if (!isProblem(error)) throw error;
    }
    router.push("/");
  };
  return (
    <section aria-label={t("account.profile")} className="panel grid gap-3 p-5">
      <p className="font-display text-title font-bold break-words">{user.name}</p>
      <p className="-mt-2 text-small break-words text-dim">{user.email}</p>
      {!user.email_verified && <p className="text-small">{t("account.pleaseConfirm")}</p>}
      <Link href="/account/settings" className="btn">
        {t("account.settings")}
      </Link>
      <button type="button" className="btn btn-quiet text-dim" onClick={() => void leave()}>
        {t("nav.signOut")}
      </button>
    </section>
  );
}
