import { momentOf, wallTime } from "@movie-magic/client-sdk/dates";
import { type Experiment, type ExperimentRequest } from "@movie-magic/client-sdk/staff";

import { percentText, shareOf } from "@/components/form/percent";

type Arm = ExperimentRequest["arms"][number];

/** One way to set prices as a form has it; a bound left empty is the theatre's own. */
export interface ArmFields {
  name: string;
  share: string;
  policy: Arm["policy"];
  floor: string;
  ceiling: string;
  step: string;
}

/** An experiment as a form has it: everything is text that a person can type. */
export interface ExperimentFields {
  name: string;
  theatre_ids: string[];
  starts_at: string;
  ends_at: string;
  arms: ArmFields[];
}

/** An arm that is added to a form. */
export const newArm: ArmFields = { name: "", share: "0", policy: "ml", floor: "", ceiling: "", step: "" };

const aDay = 86_400_000;

/** A new experiment's fields: two weeks from tomorrow, the price list against the forecast. */
export function newExperiment(
  now: number,
  zone: string,
  names: Readonly<Record<Arm["policy"], string>>,
): ExperimentFields {
  return {
    name: "",
    theatre_ids: [],
    starts_at: wallTime(now + aDay, zone),
    ends_at: wallTime(now + 15 * aDay, zone),
    arms: [
      { ...newArm, name: names.base, share: "50", policy: "base" },
      { ...newArm, name: names.ml, share: "50" },
    ],
  };
}

/** The fields of an experiment that is changed. */
export function fieldsOf(experiment: Experiment, zone: string): ExperimentFields {
  const bound = (multiple: number | null) => (multiple === null ? "" : percentText(multiple));
  return {
    name: experiment.name,
    theatre_ids: experiment.theatre_ids.map(String),
    starts_at: wallTime(experiment.starts_at, zone),
    ends_at: wallTime(experiment.ends_at, zone),
    arms: experiment.arms.map(({ name, share, policy, floor, ceiling, step }) => ({
      name,
      share: percentText(share),
      policy,
      floor: bound(floor),
      ceiling: bound(ceiling),
      step: bound(step),
    })),
  };
}

/** What the API is asked. Bounds are the forecast's: an arm at the price list has none. */
export function requestOf(fields: ExperimentFields, zone: string): ExperimentRequest {
  const bound = (policy: Arm["policy"], text: string) =>
    policy === "base" || text.trim() === "" ? null : shareOf(text);
  return {
    name: fields.name.trim(),
    theatre_ids: fields.theatre_ids.map(Number),
    starts_at: momentOf(fields.starts_at, zone),
    ends_at: momentOf(fields.ends_at, zone),
    arms: fields.arms.map(({ name, share, policy, floor, ceiling, step }) => ({
      name: name.trim(),
      share: shareOf(share),
      policy,
      floor: bound(policy, floor),
      ceiling: bound(policy, ceiling),
      step: bound(policy, step),
    })),
  };
}

/** Whether the shares are the whole of 100, though they are typed with decimals. */
export function isWhole(arms: readonly Pick<ArmFields, "share">[]): boolean {
  return Math.abs(arms.reduce((sum, { share }) => sum + Number(share), 0) - 100) < 1e-6;
}
