import { useReadable } from "@movie-magic/client-sdk/react";
import { type TrainingJob } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";

/** What the house said last over its line. */
export function useHouseNews() {
  const { line } = useStaff();
  return useReadable(line);
}

const order = { queued: 0, running: 1, succeeded: 2, failed: 2, cancelled: 2 } as const;

/** The later of what was asked for and what was said since: a job goes forward, and never back. */
export function laterOf<Job extends TrainingJob>(asked: Job, said: TrainingJob | undefined): Job {
  if (said === undefined) return asked;
  const [one, other] = [order[asked.status], order[said.status]];
  const later = one === other ? said.progress >= asked.progress : other > one;
  // What was asked for has the report, which is not said aloud.
  return later ? { ...asked, ...said } : asked;
}

/** Whether nothing more will come of a job. */
export function isOver({ status }: TrainingJob): boolean {
  return order[status] === 2;
}
