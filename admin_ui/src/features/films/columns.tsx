import { formatDate, formatDuration } from "@movie-magic/client-sdk/dates";
import { type HouseMovie } from "@movie-magic/client-sdk/staff";
import { useMemo } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Clamped } from "@/components/clamped";
import { RowButtons } from "@/components/dialog/row-buttons";
import { type Column } from "@/components/table/column";

type Act = (doing: { readonly what: "change" | "delete"; readonly film: HouseMovie }) => void;

/** What the table says of a film; `act` is null for whoever may only look. */
export function useFilmColumns(act: Act | null): readonly Column<HouseMovie>[] {
  const { t, intl } = useStaff();
  const formats = useFormats();
  return useMemo<readonly Column<HouseMovie>[]>(
    () => [
      {
        id: "title",
        header: t("film.title"),
        value: ({ title }) => title,
        cell: (film) => (
          <span className="grid max-w-80 min-w-44">
            <a href={`/movies/${film.slug}`} className="link font-semibold">
              <Clamped within>{film.title}</Clamped>
            </a>
            <Clamped className="text-caption text-dim">
              {film.original_title ?? film.directors.join(", ")}
            </Clamped>
          </span>
        ),
      },
      {
        id: "languages",
        header: t("film.languages"),
        value: ({ languages }) => languages.join(", "),
      },
      {
        id: "genres",
        header: t("film.genres"),
        value: ({ genres }) => genres.join(", "),
      },
      {
        id: "duration",
        header: t("film.length"),
        align: "end",
        value: ({ duration_minutes }) => duration_minutes,
        cell: ({ duration_minutes }) => (
          <span className="whitespace-nowrap">{formatDuration(duration_minutes, intl)}</span>
        ),
      },
      {
        id: "certificate",
        header: t("film.rated"),
        value: ({ certificate }) => certificate,
        cell: ({ certificate }) => certificate || <span className="text-dim">–</span>,
      },
      {
        id: "released",
        header: t("film.released"),
        value: ({ released_on }) => released_on,
        cell: ({ released_on }) => (
          <span className="whitespace-nowrap">{formatDate(released_on, intl, { year: true })}</span>
        ),
      },
      {
        id: "shows",
        header: t("nav.shows"),
        align: "end",
        value: ({ shows }) => shows,
        cell: ({ shows }) => formats.whole(shows),
      },
      ...(act === null
        ? []
        : [
            {
              id: "act",
              header: t("table.actions"),
              value: () => null,
              sortable: false,
              cell: (film: HouseMovie) => (
                <RowButtons
                  name={film.title}
                  onChange={() => {
                    act({ what: "change", film });
                  }}
                  onDelete={() => {
                    act({ what: "delete", film });
                  }}
                />
              ),
            },
          ]),
    ],
    [t, intl, formats, act],
  );
}
