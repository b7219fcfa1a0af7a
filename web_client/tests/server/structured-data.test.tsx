import { type Movie, type ShowSummary } from "@movie-magic/client-sdk/api";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { StructuredData } from "@/app/movies/[slug]/structured-data";

import { aBooking } from "../checkout/booking";

const { movie, show } = aBooking();
const film: Movie = { ...movie, cast: [], directors: [], countries: [], showtimes: [] };

/** The offer that search engines are told of a show. */
function offerOf(change: Partial<ShowSummary>): unknown {
  const html = renderToStaticMarkup(<StructuredData movie={film} shows={[{ ...show, ...change }]} />);
  const { "@graph": graph } = JSON.parse(html.replace(/<\/?script[^>]*>/g, "")) as {
    "@graph": readonly { readonly offers?: unknown }[];
  };
  return graph.find(({ offers }) => offers !== undefined)?.offers;
}

test.each([
  [{ amount: 1800, currency: "JPY" }, "1800"],
  [{ amount: 34_950, currency: "INR" }, "349.50"],
  [{ amount: 35_000, currency: "INR" }, "350"],
  [{ amount: 1_250, currency: "KWD" }, "1.250"],
])("an offer of %o costs %s", (price_from, price) => {
  expect(offerOf({ price_from })).toMatchObject({ price, priceCurrency: price_from.currency });
});

test("an offer is in stock as long as a seat is free now", () => {
  expect(offerOf({ seats_left: 1 })).toMatchObject({ availability: "https://schema.org/InStock" });
  expect(offerOf({ seats_left: 0 })).toMatchObject({ availability: "https://schema.org/SoldOut" });
});
