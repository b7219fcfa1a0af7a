import { type Experiment } from "@movie-magic/client-sdk/staff";
import { describe, expect, test } from "vitest";

import { fieldsOf, isWhole, newExperiment, requestOf } from "@/features/experiments/experiment-form";

const zone = "Asia/Kolkata";

const experiment: Experiment = {
  id: "5b0e7f3a-0000-4000-8000-000000000000",
  name: "How far?",
  theatre_ids: [2],
  starts_at: "2026-12-01T03:30:00Z",
  ends_at: "2026-12-15T03:30:00Z",
  arms: [
    { name: "List", share: 0.5, policy: "base", floor: null, ceiling: null, step: null },
    { name: "Bold", share: 0.3335, policy: "ml", floor: 0.9, ceiling: 1.125, step: 0.05 },
    { name: "Usual", share: 0.1665, policy: "ml", floor: null, ceiling: null, step: null },
  ],
  status: "planned",
  created_at: "2026-11-27T10:00:00Z",
  results: null,
};

describe("an experiment's form", () => {
  test("that is only looked at changes nothing", () => {
    const { name, theatre_ids, arms } = experiment;
    const request = requestOf(fieldsOf(experiment, zone), zone);
    expect(request).toMatchObject({ name, theatre_ids, arms });
    expect([request.starts_at, request.ends_at].map((at) => Date.parse(at))).toEqual([
      Date.parse(experiment.starts_at),
      Date.parse(experiment.ends_at),
    ]);
  });

  test("has shares and bounds in percent, and none where the theatre's own count", () => {
    expect(fieldsOf(experiment, zone).arms[1]).toMatchObject({
      share: "33.35",
      floor: "90",
      ceiling: "112.5",
      step: "5",
    });
    expect(fieldsOf(experiment, zone).arms[2]).toMatchObject({ floor: "", ceiling: "", step: "" });
  });

  test("asks for no bounds of an arm that turned to the price list", () => {
    const fields = fieldsOf(experiment, zone);
    const arms = fields.arms.map((arm) => ({ ...arm, policy: "base" as const }));
    expect(requestOf({ ...fields, arms }, zone).arms[1]).toMatchObject({ floor: null, ceiling: null });
  });

  test("begins tomorrow with two halves", () => {
    const now = Date.parse("2026-11-27T10:00:00Z");
    const fields = newExperiment(now, zone, { base: "Price list", ml: "Forecast" });
    expect(fields.starts_at).toBe("2026-11-28T15:30");
    expect(isWhole(fields.arms)).toBe(true);
  });

  test("takes shares for the whole that only floats tell apart", () => {
    expect(isWhole([{ share: "33.3" }, { share: "33.3" }, { share: "33.4" }])).toBe(true);
    expect(isWhole([{ share: "33.3" }, { share: "33.3" }, { share: "33.3" }])).toBe(false);
  });
});
