export { newKey, noReductions } from "./attempt.ts";
export { CheckoutFlow, type CheckoutOptions } from "./flow.ts";
export type * from "./states.ts";
