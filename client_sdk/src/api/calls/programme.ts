import {
  type HouseLayoutChange,
  type HouseLayoutSearch,
  type HouseMovieChange,
  type HouseMovieSearch,
  type HouseScreenChange,
  type HouseScreenSearch,
  type HouseShowChange,
  type HouseShowSearch,
  type HouseTheatreChange,
  type HouseTheatreSearch,
} from "../staff-types.ts";
import { body, type CallOptions, type Wire } from "../wire.ts";

/**
 * What plays, where and when, as the house plans it.
 *
 * A change says by its `etag` what it was made to; if that is no longer what there is, it is refused with
 * `changed_meanwhile` and nothing is written.
 */
export function programmeCalls({ http }: Wire) {
  const ofMovie = (movieId: number) => ({ path: { movie_id: movieId } });
  const ofTheatre = (theatreId: number) => ({ path: { theatre_id: theatreId } });
  const ofScreen = (screenId: number) => ({ path: { screen_id: screenId } });
  const ofLayout = (layoutId: number) => ({ path: { layout_id: layoutId } });
  const ofShow = (showId: number) => ({ path: { show_id: showId } });
  return {
    programme: {
      movies: {
        list: (query: HouseMovieSearch = {}, call: CallOptions = {}) =>
          body(http.GET("/admin/movies", { params: { query }, ...call })),
        create: (movie: HouseMovieChange, call: CallOptions = {}) =>
          body(http.POST("/admin/movies", { body: movie, ...call })),
        get: (movieId: number, call: CallOptions = {}) =>
          body(http.GET("/admin/movies/{movie_id}", { params: ofMovie(movieId), ...call })),
        change: (movieId: number, movie: HouseMovieChange, etag: string, call: CallOptions = {}) =>
          body(
            http.PUT("/admin/movies/{movie_id}", {
              params: ofMovie(movieId),
              body: { ...movie, etag },
              ...call,
            }),
          ),
        remove: async (movieId: number, call: CallOptions = {}): Promise<void> => {
          await body(http.DELETE("/admin/movies/{movie_id}", { params: ofMovie(movieId), ...call }));
        },
      },
      theatres: {
        list: (query: HouseTheatreSearch = {}, call: CallOptions = {}) =>
          body(http.GET("/admin/theatres", { params: { query }, ...call })),
        get: (theatreId: number, call: CallOptions = {}) =>
          body(http.GET("/admin/theatres/{theatre_id}", { params: ofTheatre(theatreId), ...call })),
        create: (theatre: HouseTheatreChange, call: CallOptions = {}) =>
          body(http.POST("/admin/theatres", { body: theatre, ...call })),
        change: (theatreId: number, theatre: HouseTheatreChange, etag: string, call: CallOptions = {}) =>
          body(
            http.PUT("/admin/theatres/{theatre_id}", {
              params: ofTheatre(theatreId),
              body: { ...theatre, etag },
              ...call,
            }),
          ),
        remove: async (theatreId: number, call: CallOptions = {}): Promise<void> => {
          await body(http.DELETE("/admin/theatres/{theatre_id}", { params: ofTheatre(theatreId), ...call }));
        },
      },
      screens: {
        list: (query: HouseScreenSearch = {}, call: CallOptions = {}) =>
          body(http.GET("/admin/screens", { params: { query }, ...call })),
        create: (screen: HouseScreenChange, call: CallOptions = {}) =>
          body(http.POST("/admin/screens", { body: screen, ...call })),
        get: (screenId: number, call: CallOptions = {}) =>
          body(http.GET("/admin/screens/{screen_id}", { params: ofScreen(screenId), ...call })),
        change: (screenId: number, screen: HouseScreenChange, etag: string, call: CallOptions = {}) =>
          body(
            http.PUT("/admin/screens/{screen_id}", {
              params: ofScreen(screenId),
              body: { ...screen, etag },
              ...call,
            }),
          ),
        remove: async (screenId: number, call: CallOptions = {}): Promise<void> => {
          await body(http.DELETE("/admin/screens/{screen_id}", { params: ofScreen(screenId), ...call }));
        },
      },
      /** None is ever changed: a change is the screen's next version. */
      layouts: {
        list: (query: HouseLayoutSearch = {}, call: CallOptions = {}) =>
          body(http.GET("/admin/layouts", { params: { query }, ...call })),
        /** With every seat. */
        get: (layoutId: number, call: CallOptions = {}) =>
          body(http.GET("/admin/layouts/{layout_id}", { params: ofLayout(layoutId), ...call })),
        create: (layout: HouseLayoutChange, call: CallOptions = {}) =>
          body(http.POST("/admin/layouts", { body: layout, ...call })),
      },
      shows: {
        list: (query: HouseShowSearch = {}, call: CallOptions = {}) =>
          body(http.GET("/admin/shows", { params: { query }, ...call })),
        create: (show: HouseShowChange, call: CallOptions = {}) =>
          body(http.POST("/admin/shows", { body: show, ...call })),
        get: (showId: number, call: CallOptions = {}) =>
          body(http.GET("/admin/shows/{show_id}", { params: ofShow(showId), ...call })),
        change: (showId: number, show: HouseShowChange, etag: string, call: CallOptions = {}) =>
          body(
            http.PUT("/admin/shows/{show_id}", { params: ofShow(showId), body: { ...show, etag }, ...call }),
          ),
        remove: async (showId: number, call: CallOptions = {}): Promise<void> => {
          await body(http.DELETE("/admin/shows/{show_id}", { params: ofShow(showId), ...call }));
        },
        /** Everybody who has a ticket is told the reason and gets all of their money back. */
        cancel: (showId: number, reason: string, idempotencyKey: string, call: CallOptions = {}) =>
          body(
            http.POST("/admin/shows/{show_id}/cancel", {
              params: { ...ofShow(showId), header: { "Idempotency-Key": idempotencyKey } },
              body: { reason },
              ...call,
            }),
          ),
      },
    },
  };
}
