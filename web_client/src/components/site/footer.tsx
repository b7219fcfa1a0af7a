import Link from "next/link";

import { words } from "@/server/words";

import { Logo } from "./logo";

const ways = [
  { href: "/movies", word: "nav.movies" },
  { href: "/theatres", word: "nav.theatres" },
  { href: "/account", word: "nav.bookings" },
  { href: "/about", word: "nav.about" },
  { href: "/help", word: "nav.help" },
] as const;

/** The end of every page. */
export async function Footer() {
  const { t } = await words();
  return (
    <footer className="no-print mt-auto border-t border-line">
      <div className="page flex flex-wrap items-center justify-between gap-x-10 gap-y-4 py-8">
        <div>
          <Logo />
          <p className="mt-2 max-w-sm text-small text-dim">{t("site.promise")}</p>
        </div>
        <nav aria-label={t("site.footer")} className="-mx-3 flex flex-wrap">
          {ways.map(({ href, word }) => (
            <Link
              key={href}
              href={href}
              className="flex min-h-target items-center px-3 text-small text-dim hover:text-text"
            >
              {t(word)}
            </Link>
          ))}
        </nav>
      </div>
    </footer>
  );
}
