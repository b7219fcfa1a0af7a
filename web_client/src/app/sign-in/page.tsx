import type { Metadata } from "next";

import { nextPage } from "@/features/account/next-page";
import { SignPage } from "@/features/account/sign-page";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("nav.signIn"), robots: { index: false } };
}

/** Signing in, and back to where the visitor came from. */
export default async function SignInRoute({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}) {
  return <SignPage mode="in" next={nextPage((await searchParams).next)} />;
}
