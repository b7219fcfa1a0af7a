import { type ModelDetail } from "@movie-magic/client-sdk/staff";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useParams } from "react-router";

import { Guarded, useMay } from "@/app/guarded";
import { type StaffApp, useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ScatterChart } from "@/components/chart/scatter-chart";
import { useTell } from "@/components/dialog/notices";
import { ReasonDialog } from "@/components/dialog/reason-dialog";
import { Page, Tile, Tiles } from "@/components/page";
import { Badge, ErrorState, Ghost } from "@/components/states";
import { useTheatres } from "@/data/use-theatres";

import { learnedFrom, metricOf } from "./card";
import { useModel } from "./use-models";

/** One model: how well it forecasts, what it learned from, and whether it is the one in use. */
export function ModelPage() {
  const { version = "" } = useParams();
  const { t } = useStaff();
  const query = useModel(version);
  return (
    <Guarded least="manager">
      <Page
        title={version}
        lead={
          <Link to="/models" className="link">
            {t("model.all")}
          </Link>
        }
        action={query.data === undefined ? undefined : <Actions model={query.data} />}
      >
        {query.data !== undefined ? (
          <Model model={query.data} />
        ) : query.isError ? (
          <ErrorState error={query.error} again={() => void query.refetch()} />
        ) : (
          <Ghost label={t("table.loading")} />
        )}
      </Page>
    </Guarded>
  );
}

/** Promoting, or leaving it for the one before; both with a reason that is kept. */
function Actions({ model }: { readonly model: ModelDetail }) {
  const { t, api } = useStaff();
  const tell = useTell();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  if (!useMay("admin")) return null;
  const deed = model.in_use ? "rollBack" : "promote";
  return (
    <>
      <button
        type="button"
        className={`btn ${model.in_use ? "" : "btn-go"}`}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t(`model.${deed}`)}
      </button>
      {asking ? (
        <ReasonDialog
          title={t(`model.${deed}Title`, { version: model.version })}
          text={t(`model.${deed}Text`)}
          action={t(`model.${deed}`)}
          optional
          run={(reason) => api.models[deed](model.version, reason)}
          onDone={() => {
            setAsking(false);
            tell(t(`model.${deed}Done`, { version: model.version }));
            for (const key of ["models", "model", "predictions", "prediction"])
              void queries.invalidateQueries({ queryKey: [key] });
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      ) : null}
    </>
  );
}

const figures = [
  { metric: "mae", format: "fine", note: "metric.tickets" },
  { metric: "rmse", format: "fine", note: "metric.tickets" },
  { metric: "r2", format: "fine", note: "metric.r2Note" },
  { metric: "wape", format: "fine", note: "metric.wapeNote" },
  { metric: "coverage90", format: "share", note: "metric.coverageNote" },
  { metric: "width90", format: "fine", note: "metric.tickets" },
  { metric: "n", format: "whole", note: "metric.nNote" },
] as const;

function Model({ model }: { readonly model: ModelDetail }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  const learned = learnedFrom(model);
  const points = (model.points ?? []).map(([predicted = 0, actual = 0]) => [predicted, actual] as const);
  return (
    <>
      <p className="flex flex-wrap items-center gap-2 text-small text-dim">
        {model.in_use ? <Badge tone="own">{t("model.inUse")}</Badge> : null}
        <Badge>{t(`model.source.${model.source}`)}</Badge>
        {t("model.madeAt", { kind: model.kind, time: formats.moment(model.created_at, houseZone) })}
      </p>
      <Tiles>
        {figures.map(({ metric, format, note }) => {
          const value = metricOf(model, metric);
          return value === null ? null : (
            <Tile key={metric} label={t(`metric.${metric}`)} value={formats[format](value)} note={t(note)} />
          );
        })}
        {learned.shows === null ? null : (
          <Tile
            label={t("model.learnedFrom")}
            value={formats.whole(learned.shows)}
            note={learned.days === null ? undefined : t("model.days", learned.days)}
          />
        )}
      </Tiles>
      {model.why === "" ? null : <p className="max-w-prose">{model.why}</p>}
      {points.length === 0 ? null : (
        <div className="panel p-5">
          <ScatterChart
            title={t("model.plot")}
            summary={t("model.plotSays", {
              count: points.length,
              within: formats.share(withinTenth(points)),
            })}
            labels={{ x: t("model.predicted"), y: t("model.actual") }}
            points={points}
            format={formats.whole}
          />
        </div>
      )}
      <section aria-labelledby="changes" className="panel p-5">
        <h2 id="changes" className="mb-3 text-title">
          {t("model.changes")}
        </h2>
        {model.changes.length === 0 ? (
          <p className="text-small text-dim">{t("model.noChanges")}</p>
        ) : (
          <ul className="grid gap-3 text-small">
            {model.changes.map((change) => (
              <li key={`${change.at} ${change.action}`}>
                <span className="font-semibold">{deedOf(change.action, t)}</span>{" "}
                <span className="text-dim">
                  {formats.moment(change.at, houseZone)} · {change.by?.name ?? t("training.house")}
                </span>
                {change.reason === "" ? null : <span className="block">{change.reason}</span>}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** The share of shows whose forecast was off by at most a tenth. */
function withinTenth(points: readonly (readonly [number, number])[]): number {
  return (
    points.filter(([predicted, actual]) => Math.abs(predicted - actual) <= actual / 10).length / points.length
  );
}

const deeds = ["ship", "promote", "rollback"] as const;

/** What was done, in words; what this version does not know, as it came. */
function deedOf(action: string, t: StaffApp["t"]): string {
  const known = deeds.find((deed) => deed === action);
  return known === undefined ? action : t(`model.change.${known}`);
}
