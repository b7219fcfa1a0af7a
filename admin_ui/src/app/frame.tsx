import { useReadable } from "@movie-magic/client-sdk/react";
import { type ReactNode, useId } from "react";
import { Link, NavLink, useLocation } from "react-router";

import { Icon } from "@/components/icon";

import { places } from "./places";
import { atLeast, type HouseRole } from "./roles";
import { useStaff } from "./staff-app";
import { ThemeMenu } from "./theme-menu";

/** What lies around every page: where one can go, who one is, and whether what is seen is live. */
export function Frame({ role, children }: { readonly role: HouseRole; readonly children: ReactNode }) {
  const { t } = useStaff();
  const menu = useId();
  const { pathname } = useLocation();
  const ways = <Ways role={role} />;
  return (
    <div className="flex min-h-dvh flex-col lg:flex-row">
      <a
        href="#content"
        className="btn btn-go sr-only z-50 focus-visible:not-sr-only focus-visible:absolute focus-visible:m-2"
      >
        {t("nav.skip")}
      </a>
      <header className="sticky top-0 z-30 flex items-center gap-1 border-b border-line bg-ground/90 px-3 py-2 sm:gap-3 sm:px-4 backdrop-blur-lg lg:h-dvh lg:w-52 lg:shrink-0 lg:flex-col lg:items-stretch lg:overflow-y-auto lg:border-r lg:border-b-0 lg:px-3 lg:py-5">
        <Link
          to="/"
          className="mr-auto flex min-h-target items-center gap-2 px-1 font-display sm:px-2 text-lead font-extrabold tracking-tight lg:mr-0"
        >
          <span>
            Movie<span className="text-beam">Magic</span>
          </span>
          <span className="rounded-pill border border-line px-2 text-caption font-medium text-dim max-[24rem]:hidden">
            {t("site.house")}
          </span>
        </Link>
        <nav aria-label={t("site.ways")} className="hidden grow lg:block">
          {ways}
        </nav>
        <div className="flex items-center gap-1 lg:flex-col lg:items-stretch lg:border-t lg:border-line lg:pt-3">
          <LiveMark />
          <ThemeMenu />
          <PersonMenu role={role} />
        </div>
        <button
          type="button"
          popoverTarget={menu}
          aria-label={t("nav.menu")}
          className="btn btn-round shrink-0 border-line lg:hidden"
        >
          <Icon name="menu" />
        </button>
        {/* A new key closes the menu: a popover does not know that the page has changed. */}
        <div key={pathname} id={menu} popover="auto" className="popup">
          <nav aria-label={t("site.ways")}>{ways}</nav>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 grow px-4 py-6 outline-none lg:px-8 lg:py-8">
        {children}
      </main>
    </div>
  );
}

function Ways({ role }: { readonly role: HouseRole }) {
  const { t } = useStaff();
  return (
    <ul className="grid gap-0.5">
      {places
        .filter(({ least }) => atLeast(role, least))
        .map(({ path, word, icon }) => (
          <li key={path}>
            <NavLink
              to={path}
              end={path === "/"}
              className="flex min-h-target items-center gap-3 rounded-field px-2.5 text-small font-medium text-dim hover:bg-text/5 hover:text-text aria-[current=page]:bg-beam/10 aria-[current=page]:text-text"
            >
              {icon}
              {t(word)}
            </NavLink>
          </li>
        ))}
    </ul>
  );
}

/** Whether what is shown is what is. */
function LiveMark() {
  const { t, line } = useStaff();
  const { status } = useReadable(line.connection);
  const live = status === "live";
  return (
    <p role="status" className="flex min-h-9 items-center gap-2 px-2.5 text-caption text-dim">
      <span
        aria-hidden="true"
        className={`size-2 rounded-full ${live ? "bg-mint" : "border border-outline"}`}
      />
      <span className="max-sm:sr-only">
        {t(live ? "live.on" : status === "offline" ? "live.offline" : "live.off")}
      </span>
    </p>
  );
}

function PersonMenu({ role }: { readonly role: HouseRole }) {
  const { t, api } = useStaff();
  const menu = useId();
  const state = useReadable(api.session);
  if (state.status !== "signed-in") return null;
  return (
    <>
      <button
        type="button"
        popoverTarget={menu}
        className="btn btn-small btn-quiet min-w-0 justify-start text-left font-medium max-lg:w-11 max-lg:p-0"
        aria-label={t("site.person", { name: state.user.name, role: t(`role.${role}`) })}
      >
        <Icon name="person" className="max-lg:mx-auto" />
        <span className="min-w-0 truncate max-lg:hidden">{state.user.name}</span>
      </button>
      <div id={menu} popover="auto" className="popup">
        <p className="font-semibold">{state.user.name}</p>
        <p className="mb-3 text-small text-dim">
          {state.user.email} · {t(`role.${role}`)}
        </p>
        <button type="button" className="btn btn-small w-full" onClick={() => void api.auth.logOut()}>
          {t("nav.signOut")}
        </button>
      </div>
    </>
  );
}
