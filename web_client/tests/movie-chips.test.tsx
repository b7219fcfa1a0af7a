import { createTranslator } from "@movie-magic/client-sdk/i18n";
import { en as shared } from "@movie-magic/client-sdk/messages/en";
import { genreName } from "@movie-magic/client-sdk/names";
import { hi } from "@movie-magic/client-sdk/names/hi";
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { MovieChips } from "@/components/catalogue/movie-chips";
import { Title } from "@/components/catalogue/title";
import { en } from "@/words/en";

const whole = { rating: 7.4, rating_count: 12, certificate: "UA", duration_minutes: 152, genres: ["Drama"] };
const nothing = { rating: null, rating_count: 0, certificate: "", duration_minutes: 0, genres: [] };

const speech = {
  t: createTranslator("en", { ...shared, ...en }),
  intl: "en-IN",
  genre: (genre: string) => genreName(hi, genre),
};

const chips = () => screen.queryAllByRole("listitem").map(({ textContent }) => textContent);

test("a film is told at a glance, its genre in the language of the page", () => {
  render(<MovieChips movie={whole} speech={speech} />);
  expect(chips()).toEqual(["7.4Rated 7.4 out of 1012 ratings", "UA", "2h 32m", "ड्रामा"]);
});

test.each([
  ["certificate", { certificate: "" }, 3],
  ["certificate of nothing but spaces", { certificate: "  " }, 3],
  ["rating", { rating: null }, 3],
  ["length", { duration_minutes: 0 }, 3],
  ["genre", { genres: [] }, 3],
  ["genre that is said", { genres: [""] }, 3],
])("without a %s there is no chip for it", (_, change, count) => {
  render(<MovieChips movie={{ ...whole, ...change }} speech={speech} />);
  expect(chips()).toHaveLength(count);
  expect(chips()).not.toContain("");
});

test("a film of which nothing is known has no chips, and no list of none", () => {
  const { container } = render(<MovieChips movie={nothing} speech={speech} />);
  expect(container.innerHTML).toBe("");
});

test.each(["Ra", "Donaudampfschifffahrtsgesellschaft", "x".repeat(63)])(
  "%s is never written in small print, and may break",
  (text) => {
    render(<Title text={text} />);
    const title = screen.getByRole("heading");
    expect(title.style.fontSize).toMatch(/^clamp\(1\.5rem, /);
    expect(title.className).toContain("wrap-anywhere");
  },
);
