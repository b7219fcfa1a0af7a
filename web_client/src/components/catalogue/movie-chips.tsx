import { type Movie } from "@movie-magic/client-sdk/api";
import { formatDuration } from "@movie-magic/client-sdk/dates";

import { Icon } from "@/components/icon";
import { type Speech } from "@/server/words";

interface MovieChipsProps {
  readonly movie: Pick<Movie, "rating" | "rating_count" | "certificate" | "duration_minutes" | "genres">;
  readonly speech: Pick<Speech, "t" | "intl" | "genre">;
}

/** What a film is at a glance. What is not known of it has no chip. */
export function MovieChips({ movie, speech: { t, intl, genre } }: MovieChipsProps) {
  const certificate = movie.certificate.trim();
  const genres = movie.genres.map((each) => genre(each).trim()).filter((each) => each !== "");
  const rated = movie.rating !== null;
  if (!rated && certificate === "" && movie.duration_minutes <= 0 && genres.length === 0) return null;
  return (
    <ul className="mt-4 flex flex-wrap gap-2">
      {movie.rating !== null && (
        <li className="chip font-semibold text-text">
          <Icon name="star" size={15} className="text-beam" />
          <span aria-hidden="true">{movie.rating.toFixed(1)}</span>
          <span className="sr-only">{t("movie.rating", { rating: movie.rating })}</span>
          <span className="font-normal text-dim">{t("movie.ratings", { count: movie.rating_count })}</span>
        </li>
      )}
      {certificate !== "" && <li className="chip">{certificate}</li>}
      {movie.duration_minutes > 0 && (
        <li className="chip">
          <Icon name="clock" size={15} />
          {formatDuration(movie.duration_minutes, intl)}
        </li>
      )}
      {genres.map((each) => (
        <li key={each} className="chip">
          {each}
        </li>
      ))}
    </ul>
  );
}
