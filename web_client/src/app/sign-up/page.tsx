import type { Metadata } from "next";

import { nextPage } from "@/features/account/next-page";
import { SignPage } from "@/features/account/sign-page";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("nav.signUp"), robots: { index: false } };
}

/** Signing up, and back to where the visitor came from. */
export default async function SignUpRoute({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly next?: string | string[] }>;
}) {
  return <SignPage mode="up" next={nextPage((await searchParams).next)} />;
}
