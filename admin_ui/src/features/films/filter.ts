import { folded, searchForms } from "@movie-magic/client-sdk/folded";
import { type HouseMovie } from "@movie-magic/client-sdk/staff";

/** The films with these words in a title or a name, in this language; an empty text asks for nothing. */
export function wantedFilms(
  films: readonly HouseMovie[],
  { words, language }: { readonly words: string; readonly language: string },
): readonly HouseMovie[] {
  const looked = folded(words);
  return films.filter(
    (film) =>
      (language === "" || film.languages.includes(language)) &&
      searchForms(
        [film.title, film.original_title ?? "", ...film.directors, ...film.cast.map(({ name }) => name)].join(
          "\n",
        ),
      ).includes(looked),
  );
}

/** Every language that some film is in. */
export function languagesOf(films: readonly HouseMovie[]): readonly string[] {
  return [...new Set(films.flatMap(({ languages }) => languages))].sort();
}
