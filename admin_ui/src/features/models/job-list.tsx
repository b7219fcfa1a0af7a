import { type TrainingJob } from "@movie-magic/client-sdk/staff";
import { useMemo, useState } from "react";
import { Link } from "react-router";

import { type StaffApp, useStaff } from "@/app/staff-app";
import { type Formats, useFormats } from "@/app/use-formats";
import { Badge, ErrorState, Ghost } from "@/components/states";
import { isOver, laterOf, useHouseNews } from "@/data/use-house-news";
import { useTheatres } from "@/data/use-theatres";

import { Progress } from "./progress";
import { useJobs } from "./use-models";

/** The trainings there were, the one under way as it comes along. */
export function JobList() {
  const { t } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  const [cursor, setCursor] = useState<string | null>(null);
  const query = useJobs(cursor);
  const { jobs: said } = useHouseNews();
  const jobs = useMemo(() => {
    const known = (query.data?.items ?? []).map((job) => laterOf(job, said.get(job.id)));
    const ids = new Set(known.map(({ id }) => id));
    // One that began since, perhaps in another window, is told of before it is asked for.
    const begun = cursor === null ? [...said.values()].filter(({ id }) => !ids.has(id)) : [];
    return [...begun, ...known];
  }, [query.data, said, cursor]);
  const next = query.data?.next_cursor ?? null;
  return (
    <section aria-labelledby="jobs" className="panel">
      <h2 id="jobs" className="border-b border-line px-4 py-3 text-title">
        {t("training.jobs")}
      </h2>
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : (
          <Ghost lines={3} label={t("table.loading")} />
        )
      ) : jobs.length === 0 ? (
        <p className="px-4 py-8 text-center text-small text-dim">{t("training.none")}</p>
      ) : (
        <ul>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} t={t} formats={formats} zone={houseZone} />
          ))}
        </ul>
      )}
      {next === null ? null : (
        <button
          type="button"
          className="btn btn-small m-3"
          onClick={() => {
            setCursor(next);
          }}
        >
          {t("training.older")}
        </button>
      )}
    </section>
  );
}

interface JobRowProps {
  readonly job: TrainingJob;
  readonly t: StaffApp["t"];
  readonly formats: Formats;
  readonly zone: string;
}

function JobRow({ job, t, formats, zone }: JobRowProps) {
  return (
    <li className="grid gap-2 border-b border-line px-4 py-3 last:border-0 sm:grid-cols-[1fr_auto] sm:items-center">
      <div className="min-w-0 text-small">
        <Link to={`/training/${job.id}`} className="link font-semibold">
          {formats.moment(job.created_at, zone)}
        </Link>
        <p className="text-dim">
          {t("training.by", {
            name: job.requested_by?.name ?? t("training.house"),
            source: t(`training.from.${job.source}`),
          })}
          {job.version === null ? null : ` · ${job.version}`}
        </p>
      </div>
      {isOver(job) ? (
        <span>
          <JobBadge job={job} />
        </span>
      ) : (
        <Progress job={job} />
      )}
    </li>
  );
}

/** How a training ended, or that it has not. */
export function JobBadge({ job }: { readonly job: TrainingJob }) {
  const { t } = useStaff();
  const tone = job.status === "succeeded" ? "good" : job.status === "failed" ? "bad" : "plain";
  return <Badge tone={tone}>{t(`training.status.${job.status}`)}</Badge>;
}
