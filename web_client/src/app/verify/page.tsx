import type { Metadata } from "next";

import { ProofPage } from "@/features/account/proof-page";
import { VerifyStep } from "@/features/account/verify-step";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("auth.verifyTitle"), robots: { index: false }, referrer: "no-referrer" };
}

/** Verify: the page that a mail or the sign-in page leads to. */
export default async function VerifyRoute() {
  const { t } = await words();
  return (
    <ProofPage title={t("auth.verifyTitle")} lead={t("auth.verifyLead")}>
      <VerifyStep />
    </ProofPage>
  );
}
