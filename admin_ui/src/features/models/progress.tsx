import { type TrainingJob } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";

/** How far a training has come. */
export function Progress({ job }: { readonly job: TrainingJob }) {
  const { t } = useStaff();
  const formats = useFormats();
  const stage = job.stage === "" ? t(`training.status.${job.status}`) : job.stage;
  return (
    <div className="grid gap-1 sm:w-64">
      <span className="flex justify-between text-caption text-dim">
        <span>{stage}</span>
        <span>{formats.share(job.progress)}</span>
      </span>
      <Bar label={stage} share={job.progress} />
    </div>
  );
}

/** A bar that fills. */
export function Bar({ label, share }: { readonly label: string; readonly share: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="h-2 overflow-hidden rounded-pill border border-line bg-ground"
    >
      <div
        className="h-full rounded-pill bg-beam transition-[width] duration-(--duration-calm)"
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
