import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { createTranslator, isLocale } from "../src/i18n.ts";
import { en as messages } from "../src/messages/en.ts";
import { hi as hindiMessages } from "../src/messages/hi.ts";
import { te as teluguMessages } from "../src/messages/te.ts";
import { en } from "../src/names/en.ts";
import { hi } from "../src/names/hi.ts";
import { genreName, nameOf } from "../src/names/index.ts";
import { te } from "../src/names/te.ts";

const languages = {
  en: { ...messages, ...en },
  hi: { ...hindiMessages, ...hi },
  te: { ...teluguMessages, ...te },
} as const;

/**
 * Where the API's description has an enum, and under which kind its values have names: the component, and the property
 * in it. A new enum needs a row here, and names in three languages.
 */
const kinds: Readonly<Record<string, string>> = {
  "ArmIn-Input.policy": "experiment.policy",
  "ArmIn-Output.policy": "experiment.policy",
  "AuditEntryOut.action": "audit.action",
  "BookingOut.closed_by": "booking.closedBy",
  "BookingOut.sale": "sale",
  "BookingOut.status": "booking.status",
  "BookingRequest.sale": "sale",
  "ExperimentOut.status": "experiment.status",
  "FindingOut.deed": "training.deed",
  "GET /admin/refunds": "refunds.status",
  "GET /admin/shows": "show.status",
  "GET /admin/users": "role",
  "GET /movies": "movies.sort",
  "GET /shows": "seat.category",
  "GrantIn.role": "role",
  "HoldRequest.sale": "sale",
  JobStatus: "training.status",
  "LineOut.kind": "line",
  "ModelDetailOut.source": "model.source",
  "ModelOut.source": "model.source",
  "OutlookDetailOut.source": "prediction.state",
  PaymentMethod: "checkout.method",
  PaymentStatus: "payment.status",
  PointsReason: "points.reason",
  "PriceChangeOut.source": "prediction.state",
  "PriceChangeOut.why": "price.why",
  "PriceOut.source": "prediction.state",
  Promotion: "training.promotion",
  PromotionKind: "promotion.kind",
  "QuoteOut.sale": "sale",
  "QuoteOut.source": "prediction.state",
  "ReasonOut.code": "price",
  RefundReason: "refunds.reason",
  RefundStatus: "refunds.status",
  "ReportOut.table": "training.table",
  SeatCategory: "seat.category",
  "ShowChange.status": "show.status",
  "ShowDetail.status": "show.status",
  "ShowIn.status": "show.status",
  "ShowOutlookOut.source": "prediction.state",
  "ShowPriceOut.source": "prediction.state",
  ShowStatus: "show.status",
  "ShowSummary.status": "show.status",
  Source: "training.from",
  TicketStatus: "ticket.status",
  "UploadedFile.format": "training.format",
};

interface Enum {
  readonly place: string;
  readonly values: readonly string[];
}

/** Every enum of the API's description, and where it is. */
function enums(): readonly Enum[] {
  const document = JSON.parse(
    readFileSync(join(import.meta.dirname, "..", "openapi.json"), "utf8"),
  ) as unknown;
  const found: Enum[] = [];
  const visit = (node: unknown, path: readonly string[]) => {
    if (typeof node !== "object" || node === null) return;
    if ("enum" in node && Array.isArray(node.enum))
      found.push({ place: placeOf(path), values: (node.enum as unknown[]).map(String) });
    for (const [name, child] of Object.entries(node)) visit(child, [...path, name]);
  };
  visit(document, []);
  return found;
}

function placeOf([first, second = "", third = "", ...rest]: readonly string[]): string {
  if (first === "paths") return `${third.toUpperCase()} ${second}`;
  const property = rest[0] === "properties" ? `.${rest[1] ?? ""}` : "";
  return `${third}${property}`;
}

// Languages are called what `localeNames` calls them.
const asked = enums().filter(({ values }) => !values.every(isLocale));

test("the description of the API has enums", () => {
  expect(asked.length).toBeGreaterThan(30);
});

test("every enum of the API has a kind", () => {
  expect(asked.filter(({ place }) => !(place in kinds)).map(({ place }) => place)).toEqual([]);
});

describe.each(["en", "hi", "te"] as const)("in %s", (locale) => {
  const words: Readonly<Record<string, string>> = languages[locale];

  test("every value of every enum has a name", () => {
    const nameless = asked.flatMap(({ place, values }) =>
      values.map((value) => `${kinds[place] ?? place}.${value}`).filter((key) => !(key in words)),
    );
    expect(nameless).toEqual([]);
  });
});

test.each([
  ["hi", hi, /\p{Script=Devanagari}/u],
  ["te", te, /\p{Script=Telugu}/u],
] as const)("the names in %s are all there, in their own script", (_, names, script) => {
  expect(Object.keys(names)).toEqual(Object.keys(en));
  const foreign = Object.entries(names).filter(([, name]) => !script.test(name));
  expect(foreign.map(([key]) => key)).toEqual(["training.format.csv", "training.format.json"]);
});

test("a value that only a newer server knows is put into words", () => {
  expect(nameOf(languages.en, "audit.action", "price.freeze_all")).toBe("Price: freeze all");
  expect(nameOf(languages.te, "refunds.reason", "power_cut")).toBe("Power cut");
  const t = createTranslator<string>("en", languages.en);
  expect(t("show.status.sold_out")).toBe("Sold out");
});

test("a genre has a name in each language, and keeps its own where it has none", () => {
  expect(genreName(hi, "Science Fiction")).toBe("विज्ञान कथा");
  expect(genreName(te, "Masala")).toBe("Masala");
});
