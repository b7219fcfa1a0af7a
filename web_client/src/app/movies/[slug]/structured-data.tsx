import { type Movie, type ShowSummary } from "@movie-magic/client-sdk/api";
import { amountText } from "@movie-magic/client-sdk/money";
import type { Graph, ScreeningEvent } from "schema-dts";

import { siteUrl } from "@/server/environment";

function screening(show: ShowSummary, movieId: string): ScreeningEvent {
  return {
    "@type": "ScreeningEvent",
    name: show.movie_title,
    url: `${siteUrl()}/shows/${show.id}`,
    startDate: show.starts_at,
    endDate: show.ends_at,
    eventStatus: "https://schema.org/EventScheduled",
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    inLanguage: show.language,
    videoFormat: show.format,
    workPresented: { "@id": movieId },
    location: {
      "@type": "MovieTheater",
      name: show.theatre.name,
      address: { "@type": "PostalAddress", addressLocality: show.theatre.city_name },
    },
    offers: {
      "@type": "Offer",
      url: `${siteUrl()}/shows/${show.id}`,
      price: amountText(show.price_from),
      priceCurrency: show.price_from.currency,
      availability: show.seats_left > 0 ? "https://schema.org/InStock" : "https://schema.org/SoldOut",
    },
  };
}

/** What search engines are told: the film, and the shows of the day on the page with their offers. */
export function StructuredData({
  movie,
  shows,
}: {
  readonly movie: Movie;
  readonly shows: readonly ShowSummary[];
}) {
  const id = `${siteUrl()}/movies/${movie.slug}`;
  const graph: Graph = {
    "@context": "https://schema.org",
    "@graph": [
      {
        "@type": "Movie",
        "@id": id,
        url: id,
        name: movie.title,
        description: movie.synopsis,
        image: `${siteUrl()}/api${movie.poster_url}`,
        dateCreated: movie.released_on,
        duration: `PT${movie.duration_minutes}M`,
        genre: [...movie.genres],
        ...(movie.certificate === "" ? {} : { contentRating: movie.certificate }),
        actor: movie.cast.map(({ name }) => ({ "@type": "Person", name })),
        director: movie.directors.map((name) => ({ "@type": "Person", name })),
        ...(movie.rating !== null && movie.rating_count > 0
          ? {
              aggregateRating: {
                "@type": "AggregateRating",
                ratingValue: movie.rating,
                ratingCount: movie.rating_count,
                bestRating: 10,
                worstRating: 0,
              },
            }
          : {}),
      },
      ...shows.map((show) => screening(show, id)),
    ],
  };
  return (
    <script
      type="application/ld+json"
      // React would escape quotes, which JSON needs; "<" is the only way out of a script element.
      // eslint-disable-next-line react/no-danger -- the text is JSON made here, with "<" written as an escape
      dangerouslySetInnerHTML={{ __html: JSON.stringify(graph).replaceAll("<", "\\u003c") }}
    />
  );
}
