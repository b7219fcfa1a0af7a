import { type ModelSummary } from "@movie-magic/client-sdk/staff";
import { useMemo } from "react";
import { Link } from "react-router";

import { Guarded, useMay } from "@/app/guarded";
import { type StaffApp, useStaff } from "@/app/staff-app";
import { type Formats, useFormats } from "@/app/use-formats";
import { DialogButton } from "@/components/dialog/dialog-button";
import { Page } from "@/components/page";
import { Badge } from "@/components/states";
import { AdminDataTable } from "@/components/table/admin-data-table";
import { type Column } from "@/components/table/column";
import { useTableState } from "@/components/table/use-table-state";
import { rowsOf } from "@/data/rows";
import { useTheatres } from "@/data/use-theatres";

import { learnedFrom, metricOf } from "./card";
import { JobList } from "./job-list";
import { TrainingDialog } from "./training-dialog";
import { useModels } from "./use-models";

/** The models that forecast, side by side, and the trainings that made them. */
export function ModelsPage() {
  const { t } = useStaff();
  const admin = useMay("admin");
  return (
    <Guarded least="manager">
      <Page
        title={t("nav.models")}
        lead={t("model.lead")}
        action={
          admin ? (
            <DialogButton label={t("training.start")}>
              {(close) => <TrainingDialog onClose={close} />}
            </DialogButton>
          ) : undefined
        }
      >
        <Models />
        <JobList />
      </Page>
    </Guarded>
  );
}

const newest = { column: "made", descending: true } as const;

function Models() {
  const { t } = useStaff();
  const formats = useFormats();
  const { houseZone } = useTheatres();
  const query = useModels();
  const state = useTableState(newest);
  const columns = useMemo(() => modelColumns(t, formats, houseZone), [t, formats, houseZone]);
  return (
    <AdminDataTable
      name="models"
      caption={t("nav.models")}
      columns={columns}
      data={rowsOf(query, ({ items }) => items)}
      rowId={({ version }) => version}
      state={state}
      paging="local"
      empty={{ title: t("model.none"), text: t("model.noneText") }}
    />
  );
}

function modelColumns(t: StaffApp["t"], formats: Formats, zone: string): readonly Column<ModelSummary>[] {
  const metric = (id: "mae" | "rmse" | "r2" | "wape"): Column<ModelSummary> => ({
    id,
    header: t(`metric.${id}`),
    align: "end",
    value: (model) => metricOf(model, id),
    cell: (model) => <Figure value={metricOf(model, id)} format={formats.fine} />,
  });
  return [
    {
      id: "version",
      header: t("model.version"),
      value: ({ version }) => version,
      cell: ({ version, kind, source, in_use }) => (
        <span className="grid min-w-40 gap-0.5">
          <Link
            to={`/models/${encodeURIComponent(version)}`}
            className="link font-semibold whitespace-nowrap"
          >
            {version}
          </Link>
          <span className="flex items-center gap-2 text-caption text-dim">
            {kind} · {t(`model.source.${source}`)}{" "}
            {in_use ? <Badge tone="own">{t("model.inUse")}</Badge> : null}
          </span>
        </span>
      ),
    },
    metric("mae"),
    metric("rmse"),
    metric("r2"),
    metric("wape"),
    {
      id: "coverage",
      header: t("metric.coverage90"),
      align: "end",
      value: (model) => metricOf(model, "coverage90"),
      cell: (model) => <Figure value={metricOf(model, "coverage90")} format={formats.share} />,
    },
    {
      id: "shows",
      header: t("model.learnedFrom"),
      align: "end",
      value: (model) => learnedFrom(model).shows,
      cell: (model) => <Figure value={learnedFrom(model).shows} format={formats.whole} />,
    },
    {
      id: "made",
      header: t("model.made"),
      value: ({ created_at }) => created_at,
      cell: ({ created_at }) => <span className="whitespace-nowrap">{formats.moment(created_at, zone)}</span>,
    },
  ];
}

/** A number, or a dash where it is not known. */
function Figure({
  value,
  format,
}: {
  readonly value: number | null;
  readonly format: (value: number) => string;
}) {
  return value === null ? <span className="text-dim">–</span> : format(value);
}
