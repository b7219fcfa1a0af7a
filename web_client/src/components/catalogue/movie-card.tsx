import { type MovieSummary } from "@movie-magic/client-sdk/api";
import { formatDate } from "@movie-magic/client-sdk/dates";
import { languageName } from "@movie-magic/client-sdk/i18n";
import { formatMoney } from "@movie-magic/client-sdk/money";
import Link from "next/link";

import { Icon } from "@/components/icon";
import { type Speech, words } from "@/server/words";

import { Poster } from "./picture";

interface MovieCardProps {
  readonly movie: MovieSummary;
  /** Says when it can be seen in place of what it costs. */
  readonly upcoming?: boolean;
  /** Its heading's rank on the page. */
  readonly as?: "h2" | "h3";
  /** Among the first things seen. */
  readonly eager?: boolean;
}

/** When a film can first be seen: its next show, else its release; a classic without a date simply comes soon. */
function opening(movie: MovieSummary, t: Speech["t"], intl: string): string {
  const day = movie.next_show_at?.slice(0, 10) ?? movie.released_on;
  return Date.parse(day) < Date.now()
    ? t("home.upcoming")
    : t("movie.opens", { date: formatDate(day, intl, { year: true }) });
}

/** A film in a list: its poster, what it is, and what a seat costs. */
export async function MovieCard({
  movie,
  upcoming = false,
  eager = false,
  as: Title = "h3",
}: MovieCardProps) {
  const { t, genre, locale, intl } = await words();
  const facts = [
    movie.genres[0] && genre(movie.genres[0]),
    movie.languages[0] && languageName(movie.languages[0], locale),
  ];
  return (
    <article className="group relative">
      <div className="relative overflow-hidden rounded-card transition-[translate,box-shadow] duration-(--duration-calm) ease-settle group-hover:-translate-y-1 group-hover:shadow-[0_1rem_3rem_rgb(0_0_0/35%)]">
        <Poster src={movie.poster_url} eager={eager} />
        {movie.rating !== null && (
          <span className="absolute top-2 right-2 flex items-center gap-1 rounded-pill bg-[#0d0b12d9] px-2 py-0.5 text-caption font-semibold text-[#ffd994]">
            <Icon name="star" size={13} />
            <span className="sr-only">{t("movie.ratingShort")}</span> {movie.rating.toFixed(1)}
          </span>
        )}
      </div>
      <Title className="mt-3 text-body leading-snug font-semibold">
        <Link href={`/movies/${movie.slug}`} className="after:absolute after:inset-0 after:rounded-card">
          {movie.title}
        </Link>
      </Title>
      {facts.some(Boolean) && <p className="text-small text-dim">{facts.filter(Boolean).join(" · ")}</p>}
      <p className="text-small text-dim">
        {upcoming
          ? opening(movie, t, intl)
          : movie.price_from === null
            ? null
            : t("movie.from", {
                price: movie.prices_from.map((price) => formatMoney(price, intl)).join(" / "),
              })}
      </p>
    </article>
  );
}
