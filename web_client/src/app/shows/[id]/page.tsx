import { settle, type ShowSeats } from "@movie-magic/client-sdk/api";
import { formatDateTime, formatDuration, zoneName } from "@movie-magic/client-sdk/dates";
import { languageName } from "@movie-magic/client-sdk/i18n";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";

import { EmptyState } from "@/components/site/empty-state";
import { ShowRoomOrAway } from "@/features/show/show-room-or-away";
import { orNotFound, visitorsApi } from "@/server/api";
import { metadataOrAway, pageOrAway, passes, tellAway } from "@/server/away";
import { words } from "@/server/words";

interface ShowPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

const load = cache(async (id: string) => {
  if (!/^\d{1,15}$/.test(id)) notFound();
  return orNotFound((await visitorsApi()).shows.get(Number(id)));
});

export const generateMetadata = metadataOrAway(async ({ params }: ShowPageProps): Promise<Metadata> => {
  const [{ intl }, show] = await Promise.all([words(), params.then(({ id }) => load(id))]);
  const when = formatDateTime(show.starts_at, show.time_zone, intl);
  return {
    title: `${show.movie_title}, ${when}`,
    description: `${show.movie_title}. ${when}, ${show.theatre.name}, ${show.theatre.city_name}.`,
    alternates: { canonical: `/shows/${show.id}` },
  };
});

async function seatsOrNull(answer: Promise<ShowSeats>): Promise<ShowSeats | null> {
  try {
    return await orNotFound(answer);
  } catch (error) {
    if (!passes(error)) throw error;
    tellAway(error);
    return null;
  }
}

/** One showing: its facts, and its house to choose seats in. */
export default pageOrAway(async function ShowPage({ params }: ShowPageProps) {
  const [{ t, locale, intl }, { id }, api] = await Promise.all([words(), params, visitorsApi()]);
  const show = await load(id);
  const onSale = show.status === "on_sale";
  // A house without a reason for its prices is still a house, and so is one whose live seats are away.
  const [seats, asked] = onSale
    ? await Promise.all([seatsOrNull(api.shows.seats(show.id)), settle(api.shows.price(show.id))])
    : [null, null];
  const price = asked?.ok === true ? asked.value : null;
  const facts = [
    languageName(show.language, locale),
    show.subtitles !== null && t("show.subtitles", { language: languageName(show.subtitles, locale) }),
    show.format,
    show.movie.certificate,
    show.movie.duration_minutes > 0 && formatDuration(show.movie.duration_minutes, intl),
  ];
  return (
    <div className="page pt-5 pb-12 md:pt-8">
      <p className="text-dim">
        <Link href={`/movies/${show.movie.slug}`} className="link font-medium text-text">
          {show.movie_title}
        </Link>{" "}
        · {facts.filter(Boolean).join(" · ")}
      </p>
      <h1 className="mt-1 mb-4 text-heading md:mb-5 md:text-[2.25rem]">
        <time dateTime={show.starts_at}>{formatDateTime(show.starts_at, show.time_zone, intl)}</time>{" "}
        <span className="block text-lead leading-snug font-semibold text-dim md:inline md:text-[length:inherit]">
          {t("show.at", { theatre: show.theatre.name, screen: show.screen.name })}, {show.theatre.city_name} (
          {zoneName(show.starts_at, show.time_zone, intl)})
        </span>
      </h1>
      {onSale ? (
        <>
          <noscript>
            <p className="panel mb-5 p-4">{t("show.script")}</p>
          </noscript>
          <ShowRoomOrAway key={show.id} show={show} seats={seats} price={price} />
        </>
      ) : (
        <EmptyState
          title={show.status === "cancelled" ? t("show.cancelled") : t("show.ended")}
          lead={show.status === "cancelled" ? t("show.cancelledLead") : t("show.endedLead")}
        >
          <Link href={`/movies/${show.movie.slug}`} className="btn btn-go">
            {t("show.otherShows")}
          </Link>
        </EmptyState>
      )}
    </div>
  );
});
