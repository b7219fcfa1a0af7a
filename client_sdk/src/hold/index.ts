export { ServerClock, type TimeSource } from "../clock.ts";
export { type Countdown, countdown, type CountdownPhase, holdWarningMs } from "./countdown.ts";
export {
  type Changing,
  type Extending,
  type Held,
  type Holding,
  type HoldState,
  HoldStore,
  type HoldStoreOptions,
  type Lapsed,
  type Lost,
  type NoHold,
  type Resuming,
} from "./store.ts";
