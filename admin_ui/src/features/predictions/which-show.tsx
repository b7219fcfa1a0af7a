import { type Prediction } from "@movie-magic/client-sdk/staff";

import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { useTheatres } from "@/data/use-theatres";

/** Which show it is: its film, and when and where it plays, its zone too where theatres are in several. */
export function WhichShow({
  show,
  className = "",
}: {
  readonly show: Pick<Prediction, "movie_title" | "theatre" | "screen" | "starts_at" | "time_zone">;
  /** Of the film's title. */
  readonly className?: string;
}) {
  const formats = useFormats();
  const { zonesDiffer } = useTheatres();
  const start = formats.moment(show.starts_at, show.time_zone);
  const zone = zonesDiffer ? ` ${formats.zone(show.starts_at, show.time_zone)}` : "";
  return (
    <span className="grid min-w-0">
      <Clamped className={className}>{show.movie_title}</Clamped>
      <Clamped className="text-caption text-dim">
        {`${start}${zone} · ${show.theatre.name} · ${show.screen.name}`}
      </Clamped>
    </span>
  );
}
