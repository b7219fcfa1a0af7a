import { type MovieSearch, type ShowSearch, type ShowSeats, type TheatreSearch } from "../types.ts";
import { body, type CallOptions, timed, type Wire } from "../wire.ts";

/** What is on, where and when. */
export function catalogueCalls(wire: Wire) {
  const { http } = wire;
  return {
    home: (query: { city?: string } = {}, call: CallOptions = {}) =>
      body(http.GET("/home", { params: { query }, ...call })),

    cities: async (call: CallOptions = {}) => (await body(http.GET("/cities", { ...call }))).items,

    movies: {
      search: (query: MovieSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/movies", { params: { query }, ...call })),
      get: (idOrSlug: number | string, query: { city?: string } = {}, call: CallOptions = {}) =>
        body(http.GET("/movies/{movie}", { params: { path: { movie: String(idOrSlug) }, query }, ...call })),
    },

    theatres: {
      list: (query: TheatreSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/theatres", { params: { query }, ...call })),
      get: (idOrSlug: number | string, call: CallOptions = {}) =>
        body(http.GET("/theatres/{theatre}", { params: { path: { theatre: String(idOrSlug) } }, ...call })),
    },

    shows: {
      list: (query: ShowSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/shows", { params: { query }, ...call })),
      get: (showId: number, call: CallOptions = {}) =>
        body(http.GET("/shows/{show_id}", { params: { path: { show_id: showId } }, ...call })),
      /** Layout, live state and prices: where a seat map starts. */
      seats: (showId: number, call: CallOptions = {}): Promise<ShowSeats> =>
        timed(wire, () =>
          body(http.GET("/shows/{show_id}/seats", { params: { path: { show_id: showId } }, ...call })),
        ),
      /** What the show costs and why; in the caller's language. */
      price: (showId: number, call: CallOptions = {}) =>
        body(http.GET("/pricing/show/{show_id}", { params: { path: { show_id: showId } }, ...call })),
    },
  };
}
