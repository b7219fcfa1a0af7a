import { type ShowSummary } from "@movie-magic/client-sdk/api";
import { formatTime } from "@movie-magic/client-sdk/dates";
import { languageName } from "@movie-magic/client-sdk/i18n";
import { formatMoney } from "@movie-magic/client-sdk/money";
import Link from "next/link";

import { words } from "@/server/words";

import { OccupancyBar } from "./occupancy-bar";

/** One showing as a target to tap: its time first, then what kind it is, how full and how dear. */
export async function ShowPill({ show }: { readonly show: ShowSummary }) {
  const { t, locale, intl } = await words();
  const open = show.status === "on_sale" && show.seats_left > 0;
  const facts = `${languageName(show.language, locale)} · ${show.format}`;
  const body = (
    <>
      <span className="flex items-baseline justify-between gap-3">
        <time dateTime={show.starts_at} className="font-display text-title font-bold">
          {formatTime(show.starts_at, show.time_zone, intl)}
        </time>
        <span className="text-small whitespace-nowrap text-dim">{formatMoney(show.price_from, intl)}</span>
      </span>
      <span className="block text-caption text-dim">{facts}</span>
      <span className="my-1.5 block">
        <OccupancyBar share={1 - show.seats_left / Math.max(1, show.capacity)} />
      </span>
      <span className="block text-caption text-dim">
        {show.status === "on_sale" ? t("show.seatsLeft", { count: show.seats_left }) : t("show.ended")}
      </span>
    </>
  );
  const look = "panel block w-38 px-3.5 py-2.5";
  if (!open) return <div className={`${look} opacity-75`}>{body}</div>;
  return (
    <Link
      href={`/shows/${show.id}`}
      className={`${look} transition-[border-color,translate] duration-(--duration-quick) hover:-translate-y-0.5 hover:border-beam`}
    >
      {body}
    </Link>
  );
}
