import Link from "next/link";

import { Icon } from "@/components/icon";
import { cities } from "@/server/catalogue";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

import { AccountLink } from "./account-link";
import { Choices } from "./choices";
import { Logo } from "./logo";
import { PreferenceChoices } from "./preferences-menu";

const pages = [
  { href: "/movies", word: "nav.movies" },
  { href: "/theatres", word: "nav.theatres" },
  { href: "/help", word: "nav.help" },
] as const;

/** Name, ways, city, language and account. Its menus are popovers of the browser: they open without a script. */
export async function Header() {
  const [{ t }, chosen, places] = await Promise.all([words(), preferences(), cities()]);
  const city = places.find(({ slug }) => slug === chosen.city);
  return (
    <header className="no-print sticky top-0 z-30 border-b border-line/60 bg-ground/85 backdrop-blur-lg">
      <a
        href="#content"
        className="btn btn-go sr-only z-40 focus-visible:not-sr-only focus-visible:absolute focus-visible:m-2"
      >
        {t("nav.skip")}
      </a>
      <div className="page flex h-16 items-center gap-2 md:gap-3 lg:gap-6">
        <Link href="/" className="flex min-h-target items-center">
          <Logo />
        </Link>
        <nav aria-label={t("site.ways")} className="hidden flex-1 gap-1 md:flex">
          {pages.map(({ href, word }) => (
            <Link
              key={href}
              href={href}
              className="btn btn-quiet px-2.5 font-medium text-dim hover:text-text lg:px-3.5"
            >
              {t(word)}
            </Link>
          ))}
        </nav>
        <div className="ml-auto flex items-center gap-1.5">
          <button
            type="button"
            popoverTarget="city-menu"
            aria-label={t("site.cityIs", { city: city?.name ?? t("site.allCities") })}
            className="btn min-w-0 border-line px-3 text-small font-medium sm:px-4"
          >
            <Icon name="pin" size={16} className="text-beam" />
            <span className="max-w-24 truncate sm:max-w-40">{city?.name ?? t("site.allCities")}</span>
          </button>
          <div id="city-menu" popover="auto" className="menu">
            <Choices
              name="city"
              legend={t("nav.city")}
              current={city?.slug ?? ""}
              choices={[
                { value: "", label: t("site.allCities") },
                ...places.map(({ slug, name }) => ({ value: slug, label: name })),
              ]}
            />
          </div>

          <button
            type="button"
            popoverTarget="preferences-menu"
            aria-label={t("site.preferences")}
            className="btn btn-round hidden border-line md:inline-flex"
          >
            <Icon name="sliders" />
          </button>
          <div id="preferences-menu" popover="auto" className="menu">
            <PreferenceChoices />
          </div>

          <span className="hidden md:block">
            <AccountLink
              signedInBefore={chosen.signedInBefore}
              signIn={t("nav.signIn")}
              account={t("nav.account")}
            />
          </span>

          <button
            type="button"
            popoverTarget="ways-menu"
            aria-label={t("nav.menu")}
            className="btn btn-round border-line md:hidden"
          >
            <Icon name="menu" />
          </button>
          <div id="ways-menu" popover="auto" className="menu">
            <nav aria-label={t("site.ways")} className="mb-5 grid">
              {pages.map(({ href, word }) => (
                <Link
                  key={href}
                  href={href}
                  className="flex min-h-12 items-center justify-between border-b border-line font-display text-title font-semibold"
                >
                  {t(word)}
                  <Icon name="arrow" className="text-beam" />
                </Link>
              ))}
            </nav>
            <AccountLink
              signedInBefore={chosen.signedInBefore}
              signIn={t("nav.signIn")}
              account={t("nav.account")}
              wide
            />
            <div className="mt-5">
              <PreferenceChoices />
            </div>
          </div>
        </div>
      </div>
    </header>
  );
}
