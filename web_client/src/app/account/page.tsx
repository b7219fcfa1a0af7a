import type { Metadata } from "next";

import { AccountPage } from "@/features/account/account-page";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("account.title"), robots: { index: false } };
}

/** Bookings and profile. */
export default function AccountRoute() {
  return (
    <div className="page pt-8 pb-16">
      <AccountPage />
    </div>
  );
}
