/** The wire shapes that only the house's own people see, by the names the staff's application uses. */
import type { components, paths } from "./schema.d.ts";

type Schemas = components["schemas"];

/** What a query of a GET path may say. */
type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

export type AuditEntry = Schemas["AuditEntryOut"];
export type AuditPage = Schemas["AuditPage"];
export type AuditSearch = Query<"/admin/audit">;
export type Person = Schemas["PersonOut"];
export type PersonPage = Schemas["PersonList"];
export type PeopleSearch = Query<"/admin/users">;
export type RoleGrant = Schemas["GrantIn"];
export type HouseRole = RoleGrant["role"];
export type Promotion = Schemas["PromotionOut"];
export type PromotionPage = Schemas["Page_PromotionOut_"];
export type PromotionChange = Schemas["PromotionIn"];
export type PromotionSearch = Query<"/admin/promotions">;
export type HouseRefund = Schemas["HouseRefundOut"];
export type HouseRefundPage = Schemas["Page_HouseRefundOut_"];
export type RefundSearch = Query<"/admin/refunds">;
export type RefundStatus = Schemas["RefundStatus"];

export type {
  AppliedPrices,
  Experiment,
  ExperimentArm,
  ExperimentRequest,
  ForecastQuality,
  JobStatus,
  ModelDetail,
  ModelList,
  ModelMetrics,
  ModelSummary,
  OverrideRequest,
  Prediction,
  PredictionDetail,
  PredictionList,
  PredictionQuery,
  PriceChange,
  PriceRule,
  PriceRuleChange,
  Today,
  TrainingJob,
} from "./draft.ts";
