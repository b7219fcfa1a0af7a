import { type OverrideRequest, type PredictionQuery, type PriceRuleChange } from "../staff-types.ts";
import { body, type CallOptions, type Wire } from "../wire.ts";

interface Where {
  readonly cursor?: string;
  readonly limit?: number;
}

/** What is expected to sell, and what it is to cost. */
export function forecastCalls({ http }: Wire) {
  const ofShow = (showId: number) => ({ path: { show_id: showId } });
  return {
    predictions: {
      /** Every show on sale in the window, in one answer. */
      list: (query: PredictionQuery = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/predictions", { params: { query }, ...call })),
      /** One show, with the reasons and the grid of prices. */
      get: (showId: number, call: CallOptions = {}) =>
        body(http.GET("/admin/predictions/{show_id}", { params: ofShow(showId), ...call })),
      /** Puts the recommended prices in force; says of each show whether it was, and why not. */
      apply: (showIds: readonly number[], call: CallOptions = {}) =>
        body(http.POST("/admin/predictions/apply", { body: { show_ids: [...showIds] }, ...call })),
    },

    prices: {
      override: async (showId: number, request: OverrideRequest, call: CallOptions = {}): Promise<void> => {
        await body(
          http.POST("/admin/shows/{show_id}/override", { params: ofShow(showId), body: request, ...call }),
        );
      },
      endOverride: async (showId: number, call: CallOptions = {}): Promise<void> => {
        await body(http.DELETE("/admin/shows/{show_id}/override", { params: ofShow(showId), ...call }));
      },
      /** What a show cost and why, newest first. */
      history: (showId: number, query: Where = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/shows/{show_id}/prices", { params: { ...ofShow(showId), query }, ...call })),
      rules: async (call: CallOptions = {}) => (await body(http.GET("/admin/prices", { ...call }))).items,
      setRule: (theatreId: number, rule: PriceRuleChange, call: CallOptions = {}) =>
        body(
          http.PUT("/admin/prices/{theatre_id}", {
            params: { path: { theatre_id: theatreId } },
            body: rule,
            ...call,
          }),
        ),
    },

    analytics: {
      today: (call: CallOptions = {}) => body(http.GET("/admin/analytics/today", { ...call })),
      forecasts: (call: CallOptions = {}) => body(http.GET("/admin/analytics/forecasts", { ...call })),
    },
  };
}
