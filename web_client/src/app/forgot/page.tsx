import type { Metadata } from "next";

import { ForgotForm } from "@/features/account/forgot-form";
import { ProofPage } from "@/features/account/proof-page";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("auth.forgotTitle"), robots: { index: false }, referrer: "no-referrer" };
}

/** Forgot: the page that a mail or the sign-in page leads to. */
export default async function ForgotRoute() {
  const { t } = await words();
  return (
    <ProofPage title={t("auth.forgotTitle")} lead={t("auth.forgotLead")}>
      <ForgotForm />
    </ProofPage>
  );
}
