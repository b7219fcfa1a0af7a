import { isProblem } from "@movie-magic/client-sdk/api";
import { createBrowserRouter, type RouteObject, useRouteError } from "react-router";

import { EmptyState, Ghost } from "@/components/states";

import { Gate } from "./gate";
import { useStaff } from "./staff-app";

/** Every address beneath `/admin`. A page's code is fetched when somebody goes there. */
export const routes: RouteObject[] = [
  {
    element: <Gate />,
    hydrateFallbackElement: <Loading />,
    children: [
      {
        errorElement: <Broken />,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import("@/features/today/today-page")).TodayPage }),
          },
          {
            path: "shows",
            lazy: async () => ({ Component: (await import("@/features/shows/shows-page")).ShowsPage }),
          },
          {
            path: "shows/:showId/prices",
            lazy: async () => ({
              Component: (await import("@/features/prices/history-page")).HistoryPage,
            }),
          },
          {
            path: "films",
            lazy: async () => ({ Component: (await import("@/features/films/films-page")).FilmsPage }),
          },
          {
            path: "theatres",
            lazy: async () => ({
              Component: (await import("@/features/theatres/theatres-page")).TheatresPage,
            }),
          },
          {
            path: "theatres/:theatreId",
            lazy: async () => ({ Component: (await import("@/features/theatres/theatre-page")).TheatrePage }),
          },
          {
            path: "predictions",
            lazy: async () => ({
              Component: (await import("@/features/predictions/predictions-page")).PredictionsPage,
            }),
          },
          {
            path: "prices",
            lazy: async () => ({ Component: (await import("@/features/prices/rules-page")).RulesPage }),
          },
          {
            path: "models",
            lazy: async () => ({ Component: (await import("@/features/models/models-page")).ModelsPage }),
          },
          {
            path: "models/:version",
            lazy: async () => ({ Component: (await import("@/features/models/model-page")).ModelPage }),
          },
          {
            path: "training/:jobId",
            lazy: async () => ({ Component: (await import("@/features/models/job-page")).JobPage }),
          },
          {
            path: "experiments",
            lazy: async () => ({
              Component: (await import("@/features/experiments/experiments-page")).ExperimentsPage,
            }),
          },
          {
            path: "promotions",
            lazy: async () => ({
              Component: (await import("@/features/promotions/promotions-page")).PromotionsPage,
            }),
          },
          {
            path: "refunds",
            lazy: async () => ({ Component: (await import("@/features/refunds/refunds-page")).RefundsPage }),
          },
          {
            path: "people",
            lazy: async () => ({ Component: (await import("@/features/people/people-page")).PeoplePage }),
          },
          {
            path: "audit",
            lazy: async () => ({ Component: (await import("@/features/audit/audit-page")).AuditPage }),
          },
          { path: "*", element: <Nowhere /> },
        ],
      },
    ],
  },
];

/** The router of the real page. */
export function browserRouter() {
  return createBrowserRouter(routes, { basename: "/admin" });
}

function Loading() {
  const { t } = useStaff();
  return <Ghost lines={6} label={t("site.opening")} />;
}

function Nowhere() {
  const { t } = useStaff();
  return <EmptyState title={t("problem.notFound")} />;
}

/** Stands in for a page that broke, or whose code could not be fetched. */
function Broken() {
  const { t } = useStaff();
  const error = useRouteError();
  // A fault of this program belongs in the console, where whoever mends it looks.
  if (!isProblem(error)) reportError(error);
  return (
    <div className="panel">
      <EmptyState icon="alert" title={t("problem.title")} text={t("site.brokenText")}>
        <button
          type="button"
          className="btn btn-go mt-4"
          onClick={() => {
            window.location.reload();
          }}
        >
          {t("action.reload")}
        </button>
      </EmptyState>
    </div>
  );
}
