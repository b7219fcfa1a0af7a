import { formatDateTime, zoneName } from "@movie-magic/client-sdk/dates";
import { formatList } from "@movie-magic/client-sdk/i18n";
import type { Metadata } from "next";
import { notFound } from "next/navigation";

import { Poster } from "@/components/catalogue/picture";
import { CheckoutPage } from "@/features/checkout/checkout-page";
import { orNotFound, visitorsApi } from "@/server/api";
import { pageOrAway } from "@/server/away";
import { words } from "@/server/words";

interface CheckoutRouteProps {
  readonly params: Promise<{ readonly holdId: string }>;
  readonly searchParams: Promise<{ readonly show?: string | string[]; readonly seats?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("checkout.title"), robots: { index: false } };
}

/** The checkout of one hold. The server knows the show; whose the hold is, only the browser can prove. */
export default pageOrAway(async function CheckoutRoute({ params, searchParams }: CheckoutRouteProps) {
  const [{ t, locale, intl }, { holdId }, query, api] = await Promise.all([
    words(),
    params,
    searchParams,
    visitorsApi(),
  ]);
  const seats = String(query.seats ?? "")
    .split(",")
    .filter((label) => /^[\w-]{1,12}$/.test(label));
  if (!/^[\w-]{1,64}$/.test(holdId) || !/^\d{1,15}$/.test(String(query.show)) || seats.length === 0)
    notFound();
  const show = await orNotFound(api.shows.get(Number(query.show)));
  return (
    <div className="page pt-6 pb-16">
      <h1 className="mb-5 text-heading">{t("checkout.title")}</h1>
      <CheckoutPage
        key={holdId}
        order={{ holdId, showId: show.id, seats }}
        summary={
          <div className="flex gap-4">
            <div className="w-20 shrink-0">
              <Poster src={show.movie.poster_url} eager />
            </div>
            <div className="min-w-0">
              <h2 className="text-title">{show.movie_title}</h2>
              <p className="mt-1 text-small text-dim">
                <time dateTime={show.starts_at}>
                  {formatDateTime(show.starts_at, show.time_zone, intl)} (
                  {zoneName(show.starts_at, show.time_zone, intl)})
                </time>
              </p>
              <p className="text-small text-dim">
                {t("show.at", { theatre: show.theatre.name, screen: show.screen.name })}
              </p>
              <p className="mt-1.5 font-semibold">{formatList(seats, locale)}</p>
            </div>
          </div>
        }
      />
    </div>
  );
});
