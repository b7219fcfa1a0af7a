import { dayParts, formatDayName } from "@movie-magic/client-sdk/dates";
import type { Route } from "next";
import Link from "next/link";

import { words } from "@/server/words";

interface DayStripProps {
  /** YYYY-MM-DD on the theatre's calendar. */
  readonly days: readonly string[];
  readonly current: string;
  readonly timeZone: string;
  readonly href: (day: string) => Route;
}

/** The days that have shows, side by side; each is a link, so a day can be shared and works without a script. */
export async function DayStrip({ days, current, timeZone, href }: DayStripProps) {
  const { t, intl } = await words();
  return (
    <nav aria-label={t("movie.chooseDay")} className="-mx-4 overflow-x-auto px-4 py-1 md:mx-0 md:px-0">
      <ul className="flex gap-2">
        {days.map((day) => {
          const parts = dayParts(day, intl);
          return (
            <li key={day}>
              <Link
                href={href(day)}
                scroll={false}
                title={formatDayName(day, timeZone, intl)}
                aria-current={day === current ? "date" : undefined}
                className="flex w-15 flex-col items-center rounded-card border border-line py-2 leading-tight transition-colors hover:border-outline aria-[current]:border-beam aria-[current]:bg-beam aria-[current]:text-on-beam"
              >
                <span className="text-caption">{parts.weekday}</span>
                <span className="font-display text-title font-bold">{parts.day}</span>
                <span className="text-caption">{parts.month}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
