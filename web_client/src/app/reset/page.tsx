import type { Metadata } from "next";

import { ProofPage } from "@/features/account/proof-page";
import { ResetForm } from "@/features/account/reset-form";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("auth.resetTitle"), robots: { index: false }, referrer: "no-referrer" };
}

/** Reset: the page that a mail or the sign-in page leads to. */
export default async function ResetRoute() {
  const { t } = await words();
  return (
    <ProofPage title={t("auth.resetTitle")} lead={t("auth.resetLead")}>
      <ResetForm />
    </ProofPage>
  );
}
