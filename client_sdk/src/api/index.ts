export { type Api, createApi } from "./client.ts";
export { type ApiOptions, type CallOptions } from "./wire.ts";
export {
  ApiProblem,
  type ConnectionFailure,
  ConnectionProblem,
  isProblem,
  type Problem,
  settle,
} from "./problems.ts";
export { type RefreshTokenVault, Session, type SessionState } from "./session.ts";
export type * from "./types.ts";
export { browserStorage, memoryStorage, type TextStorage } from "../storage.ts";
