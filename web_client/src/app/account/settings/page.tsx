import type { Metadata } from "next";

import { PreferenceChoices } from "@/components/site/preferences-menu";
import { SettingsPage } from "@/features/account/settings-page";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("account.settings"), robots: { index: false } };
}

/** Profile, address, phone, password, sessions, preferences, and one's own data. */
export default function SettingsRoute() {
  return (
    <div className="page pt-8 pb-16">
      <SettingsPage preferences={<PreferenceChoices />} />
    </div>
  );
}
