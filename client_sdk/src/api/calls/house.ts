import {
  type AuditSearch,
  type PeopleSearch,
  type PromotionChange,
  type PromotionSearch,
  type RefundSearch,
  type RoleGrant,
} from "../staff-types.ts";
import { body, type CallOptions, type Wire } from "../wire.ts";

/** What the house's people see to: who did what, who may, what is off the price, what goes back. */
export function houseCalls({ http }: Wire) {
  const ofPerson = (userId: string) => ({ path: { user_id: userId } });
  const ofPromotion = (promotionId: number) => ({ path: { promotion_id: promotionId } });
  return {
    audit: {
      search: (query: AuditSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/audit", { params: { query }, ...call })),
    },

    people: {
      search: (query: PeopleSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/users", { params: { query }, ...call })),
      get: (userId: string, call: CallOptions = {}) =>
        body(http.GET("/admin/users/{user_id}", { params: ofPerson(userId), ...call })),
      /** All roles beyond customer, in place of those there were. Who loses one is signed out everywhere. */
      setRoles: (userId: string, grants: readonly RoleGrant[], reason: string, call: CallOptions = {}) =>
        body(
          http.PUT("/admin/users/{user_id}/roles", {
            params: ofPerson(userId),
            body: { grants: [...grants], reason },
            ...call,
          }),
        ),
      signOut: (userId: string, reason: string, call: CallOptions = {}) =>
        body(
          http.POST("/admin/users/{user_id}/sign-out", {
            params: ofPerson(userId),
            body: { reason },
            ...call,
          }),
        ),
    },

    promotions: {
      list: (query: PromotionSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/promotions", { params: { query }, ...call })),
      get: (promotionId: number, call: CallOptions = {}) =>
        body(http.GET("/admin/promotions/{promotion_id}", { params: ofPromotion(promotionId), ...call })),
      create: (promotion: PromotionChange, call: CallOptions = {}) =>
        body(http.POST("/admin/promotions", { body: promotion, ...call })),
      /** Refused with `changed_meanwhile` where the `etag` is no longer what there is. */
      change: (promotionId: number, promotion: PromotionChange, etag: string, call: CallOptions = {}) =>
        body(
          http.PUT("/admin/promotions/{promotion_id}", {
            params: ofPromotion(promotionId),
            body: { ...promotion, etag },
            ...call,
          }),
        ),
      withdraw: async (promotionId: number, call: CallOptions = {}): Promise<void> => {
        await body(
          http.DELETE("/admin/promotions/{promotion_id}", { params: ofPromotion(promotionId), ...call }),
        );
      },
    },

    refunds: {
      list: (query: RefundSearch = {}, call: CallOptions = {}) =>
        body(http.GET("/admin/refunds", { params: { query }, ...call })),
      /** Tries one again that waits for a person. The same key never tries twice. */
      retry: (refundId: string, idempotencyKey: string, call: CallOptions = {}) =>
        body(
          http.POST("/admin/refunds/{refund_id}/retry", {
            params: { path: { refund_id: refundId }, header: { "Idempotency-Key": idempotencyKey } },
            ...call,
          }),
        ),
      /** Says that a person paid it by hand. */
      paid: (refundId: string, reason: string, idempotencyKey: string, call: CallOptions = {}) =>
        body(
          http.POST("/admin/refunds/{refund_id}/paid", {
            params: { path: { refund_id: refundId }, header: { "Idempotency-Key": idempotencyKey } },
            body: { reason },
            ...call,
          }),
        ),
    },
  };
}
