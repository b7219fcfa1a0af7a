import "@fontsource-variable/bricolage-grotesque/wght.css";
import "@fontsource-variable/noto-sans-devanagari/wght.css";
import "@fontsource-variable/noto-sans-telugu/wght.css";
import "@/styles/globals.css";

import { loadMessages } from "@movie-magic/client-sdk/i18n";
import type { Metadata, Viewport } from "next";
import { type ReactNode } from "react";

import { Footer } from "@/components/site/footer";
import { Header } from "@/components/site/header";
import { AppProvider } from "@/features/app/app-provider";
import { siteUrl, socketAddress } from "@/server/environment";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";
import { loadWords } from "@/words";
import { clientWords } from "@/words/client";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return {
    metadataBase: new URL(siteUrl()),
    title: { default: `${t("app.name")} · ${t("app.tagline")}`, template: `%s · ${t("app.name")}` },
    description: t("site.description"),
    openGraph: { siteName: t("app.name"), type: "website" },
  };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf6ee" },
    { media: "(prefers-color-scheme: dark)", color: "#0d0b12" },
  ],
};

/** The frame of every page. Language and theme come from cookies, so the first byte is already right. */
export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const { locale, theme } = await preferences();
  const [shared, own] = await Promise.all([loadMessages(locale), loadWords(locale)]);
  return (
    <html lang={locale} data-theme={theme === "system" ? undefined : theme}>
      <body>
        <AppProvider locale={locale} words={clientWords(shared, own)} socket={socketAddress()}>
          <Header />
          <main id="content" tabIndex={-1} className="grow outline-none">
            {children}
          </main>
          <Footer />
        </AppProvider>
      </body>
    </html>
  );
}
