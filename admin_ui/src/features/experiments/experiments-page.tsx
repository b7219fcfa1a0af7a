import { isProblem } from "@movie-magic/client-sdk/api";
import { type Experiment } from "@movie-magic/client-sdk/staff";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { Guarded } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { DialogButton } from "@/components/dialog/dialog-button";
import { useTell } from "@/components/dialog/notices";
import { FailureNote } from "@/components/form/fields";
import { Page } from "@/components/page";
import { problemText } from "@/components/problem-text";
import { Badge, EmptyState, ErrorState, Ghost } from "@/components/states";
import { Pager } from "@/components/table/pager";
import { useTableState } from "@/components/table/use-table-state";
import { useTheatres } from "@/data/use-theatres";

import { ExperimentDialog } from "./experiment-dialog";
import { Results } from "./results";

/** Prices tried out against each other, with what came of them. */
export function ExperimentsPage() {
  const { t } = useStaff();
  return (
    <Guarded least="admin">
      <Page
        title={t("nav.experiments")}
        lead={t("experiment.lead")}
        action={
          <DialogButton label={t("experiment.make")}>
            {(close) => <ExperimentDialog experiment={null} onClose={close} />}
          </DialogButton>
        }
      >
        <Experiments />
      </Page>
    </Guarded>
  );
}

function Experiments() {
  const { t, api } = useStaff();
  const state = useTableState();
  const query = useQuery({
    queryKey: ["experiments", state.cursor],
    queryFn: ({ signal }) =>
      api.experiments.list(
        { limit: 20, ...(state.cursor === null ? {} : { cursor: state.cursor }) },
        { signal },
      ),
    placeholderData: keepPreviousData,
  });
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState error={query.error} again={() => void query.refetch()} />
    ) : (
      <Ghost label={t("table.loading")} />
    );
  const { items, next_cursor } = query.data;
  if (items.length === 0)
    return (
      <div className="panel">
        <EmptyState title={t("experiment.none")} text={t("experiment.noneText")} />
      </div>
    );
  return (
    <>
      <ul className="grid gap-4">
        {items.map((experiment) => (
          <li key={experiment.id}>
            <Card experiment={experiment} />
          </li>
        ))}
      </ul>
      <Pager state={state} paging={{ next: next_cursor }} onTurn={() => undefined} />
    </>
  );
}

const tones = { planned: "plain", running: "own", ended: "good" } as const;

function Card({ experiment }: { readonly experiment: Experiment }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { byId, houseZone } = useTheatres();
  const { id, name, status, starts_at, ends_at, theatre_ids, arms } = experiment;
  const theatres = theatre_ids.map((theatre) => byId.get(theatre)?.name ?? String(theatre));
  return (
    <article aria-labelledby={`experiment-${id}`} className="panel grid gap-4 p-5">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 id={`experiment-${id}`} className="flex flex-wrap items-center gap-3 text-title">
            {name} <Badge tone={tones[status]}>{t(`experiment.status.${status}`)}</Badge>
          </h2>
          <p className="text-small text-dim">
            {formats.moment(starts_at, houseZone)} – {formats.moment(ends_at, houseZone)} ·{" "}
            {theatres.length === 0 ? t("filter.allTheatres") : theatres.join(", ")}
          </p>
        </div>
        {status === "ended" ? null : (
          <div className="flex flex-wrap gap-2">
            {status === "planned" ? (
              <DialogButton label={t("experiment.change")} className="btn btn-small">
                {(close) => <ExperimentDialog experiment={experiment} onClose={close} />}
              </DialogButton>
            ) : null}
            <End experiment={experiment} />
          </div>
        )}
      </header>
      <p className="text-small text-dim">
        {arms
          .map((arm) => `${arm.name} ${formats.rate(arm.share)} (${t(`experiment.policy.${arm.policy}`)})`)
          .join(" · ")}
      </p>
      {status === "planned" ? null : <ResultsOf experiment={experiment} />}
    </article>
  );
}

/** What came of it so far. It is reckoned for each by itself, from shows that are over. */
function ResultsOf({ experiment }: { readonly experiment: Experiment }) {
  const { t, api } = useStaff();
  const query = useQuery({
    queryKey: ["experiment", experiment.id],
    queryFn: ({ signal }) => api.experiments.get(experiment.id, { signal }),
    staleTime: 5 * 60_000,
  });
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState error={query.error} again={() => void query.refetch()} />
    ) : (
      <Ghost lines={2} label={t("table.loading")} />
    );
  const results = query.data.results ?? [];
  if (results.length === 0) return <p className="text-small text-dim">{t("experiment.noResults")}</p>;
  return <Results name={experiment.name} results={results} />;
}

function End({ experiment }: { readonly experiment: Experiment }) {
  const { t, api } = useStaff();
  const tell = useTell();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => api.experiments.end(experiment.id),
    onSuccess: () => {
      tell(t("experiment.endedSaid", { name: experiment.name }));
      return queries.invalidateQueries({ queryKey: ["experiments"] });
    },
  });
  if (end.error !== null && !isProblem(end.error)) throw end.error;
  return (
    <>
      <button
        type="button"
        className="btn btn-small"
        disabled={end.isPending}
        aria-label={t("experiment.endOf", { name: experiment.name })}
        onClick={() => {
          end.mutate();
        }}
      >
        {t("experiment.end")}
      </button>
      <FailureNote text={end.error === null ? null : problemText(end.error, t)} />
    </>
  );
}
