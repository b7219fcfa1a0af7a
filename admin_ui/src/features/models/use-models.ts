import { useQuery } from "@tanstack/react-query";

import { useStaff } from "@/app/staff-app";
import { useHouseNews, isOver, laterOf } from "@/data/use-house-news";

/** Every model there is. */
export function useModels() {
  const { api } = useStaff();
  return useQuery({ queryKey: ["models"], queryFn: ({ signal }) => api.models.list({ signal }) });
}

/** One of them, with what it said against what came. */
export function useModel(version: string) {
  const { api } = useStaff();
  return useQuery({
    queryKey: ["model", version],
    queryFn: ({ signal }) => api.models.get(version, { signal }),
  });
}

/** Trainings, the newest first. */
export function useJobs(cursor: string | null) {
  const { api } = useStaff();
  return useQuery({
    queryKey: ["jobs", cursor],
    queryFn: ({ signal }) =>
      api.training.jobs(cursor === null ? { limit: 20 } : { cursor, limit: 20 }, { signal }),
  });
}

/** A line that is down must not leave a training standing still. */
const askAgainMs = 5_000;

/** One training, as it comes along: told over the line, asked about where the line is silent. */
export function useJob(jobId: string) {
  const { api } = useStaff();
  const news = useHouseNews();
  const said = news.jobs.get(jobId);
  const query = useQuery({
    queryKey: ["job", jobId],
    queryFn: ({ signal }) => api.training.job(jobId, { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isOver(state.data) ? false : askAgainMs),
  });
  return { query, job: query.data === undefined ? undefined : laterOf(query.data, said) };
}
