import { isProblem } from "@movie-magic/client-sdk/api";
import { type TrainingJob, type TrainingReport } from "@movie-magic/client-sdk/staff";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "react-router";

import { Guarded, useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { FailureNote } from "@/components/form/fields";
import { Page } from "@/components/page";
import { problemText } from "@/components/problem-text";
import { ErrorState, Ghost } from "@/components/states";
import { isOver } from "@/data/use-house-news";
import { useTheatres } from "@/data/use-theatres";

import { Decision } from "./decision";
import { JobBadge } from "./job-list";
import { Progress } from "./progress";
import { Report } from "./report";
import { useJob } from "./use-models";

/** One training from its request to what was decided about its model. */
export function JobPage() {
  const { jobId = "" } = useParams();
  const { t } = useStaff();
  const { query, job } = useJob(jobId);
  return (
    <Guarded least="manager">
      <Page
        title={t("training.job")}
        lead={
          <Link to="/models" className="link">
            {t("model.all")}
          </Link>
        }
        action={job === undefined || isOver(job) ? undefined : <Cancel job={job} />}
      >
        {job !== undefined ? (
          <Job job={job} />
        ) : query.isError ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : (
          <Ghost label={t("table.loading")} />
        )}
      </Page>
    </Guarded>
  );
}

function Cancel({ job }: { readonly job: TrainingJob }) {
  const { t, api } = useStaff();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.training.cancel(job.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ["job", job.id] }),
  });
  if (!useMay("admin")) return null;
  if (cancel.error !== null && !isProblem(cancel.error)) throw cancel.error;
  return (
    <div className="grid justify-items-end gap-2">
      <button
        type="button"
        className="btn"
        disabled={cancel.isPending}
        onClick={() => {
          cancel.mutate();
        }}
      >
        {t("training.cancel")}
      </button>
      <FailureNote text={cancel.error === null ? null : problemText(cancel.error, t)} />
    </div>
  );
}

function Job({ job }: { readonly job: TrainingReport }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  return (
    <>
      <div className="panel grid gap-3 p-5" aria-live="polite">
        <p className="flex flex-wrap items-center gap-3">
          <JobBadge job={job} />
          <span className="text-small text-dim">
            {t("training.by", {
              name: job.requested_by?.name ?? t("training.house"),
              source: t(`training.from.${job.source}`),
            })}{" "}
            · {formats.moment(job.created_at, houseZone)}
          </span>
        </p>
        {isOver(job) ? null : <Progress job={job} />}
        {job.error === null ? null : <p className="text-velvet">{job.error}</p>}
        {job.version === null ? null : (
          <p>
            {t("training.made")}{" "}
            <Link to={`/models/${encodeURIComponent(job.version)}`} className="link font-semibold">
              {job.version}
            </Link>
          </p>
        )}
      </div>
      {job.decision === null ? null : <Decision decision={job.decision} />}
      {job.report === null ? null : <Report report={job.report} />}
    </>
  );
}
