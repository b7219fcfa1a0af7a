/** The wire shapes that only the house's own people see, by the names the staff's application uses. */
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];

/** What a query of a GET path may say. */
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

/** What a GET path answers. */
type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer A } } } };
}
  ? A
  : never;

export type AuditEntry = Schemas["AuditEntryOut"];
export type AuditPage = Schemas["AuditPage"];
export type AuditSearch = Query<"/admin/audit">;
export type PersonPage = Answer<"/admin/users">;
export type Person = PersonPage["items"][number];
export type PeopleSearch = Query<"/admin/users">;
export type RoleGrant = Schemas["GrantIn"];
export type HouseRole = RoleGrant["role"];
export type PromotionPage = Answer<"/admin/promotions">;
export type Promotion = PromotionPage["items"][number];
export type PromotionChange = Schemas["PromotionIn"];
export type PromotionSearch = Query<"/admin/promotions">;
export type HouseRefund = Schemas["HouseRefundOut"];
export type HouseRefundPage = Schemas["Page_HouseRefundOut_"];
export type RefundSearch = Query<"/admin/refunds">;
export type RefundStatus = Schemas["RefundStatus"];

export type PredictionList = Schemas["OutlooksOut"];
export type Prediction = Schemas["ShowOutlookOut"];
export type PredictionDetail = Schemas["OutlookDetailOut"];
export type PredictionQuery = Query<"/admin/predictions">;
export type AppliedPrices = Schemas["AppliedListOut"];
export type OverrideRequest = Schemas["OverrideIn"];
export type PriceChange = Schemas["PriceChangeOut"];
export type PriceRule = Schemas["RulesOut"];
export type PriceRuleChange = Schemas["RulesIn"];
export type ModelList = Schemas["ModelsOut"];
export type ModelSummary = Schemas["ModelOut"];
export type ModelDetail = Schemas["ModelDetailOut"];
export type Experiment = Schemas["ExperimentOut"];
export type ExperimentRequest = Schemas["ExperimentIn"];

/** A training as lists and the house's line tell of it. */
export type TrainingJob = Schemas["JobOut"];
/** A training with what was found in its data. */
export type TrainingReport = Schemas["JobWithReport"];
export type JobStatus = Schemas["JobStatus"];
export type Today = Schemas["Today"];
export type HouseMovie = Schemas["HouseMovie"];
export type HouseMovieChange = Schemas["MovieIn"];
export type HouseMovieSearch = Query<"/admin/movies">;
export type HouseTheatre = Schemas["HouseTheatre"];
export type HouseTheatreChange = Schemas["TheatreIn"];
export type HouseTheatreSearch = Query<"/admin/theatres">;
export type HouseScreen = Schemas["HouseScreen"];
export type HouseScreenChange = Schemas["ScreenIn"];
export type HouseScreenSearch = Query<"/admin/screens">;
/** A layout without its seats. */
export type HouseLayoutSummary = Schemas["LayoutSummary"];
export type HouseLayout = Schemas["HouseLayout"];
export type HouseLayoutChange = Schemas["LayoutIn"];
export type HouseLayoutSearch = Query<"/admin/layouts">;
export type HouseShow = Schemas["HouseShow"];
export type HouseShowChange = Schemas["ShowIn"];
export type HouseShowSearch = Query<"/admin/shows">;

export type ForecastQuality = Schemas["PerformanceOut"];
