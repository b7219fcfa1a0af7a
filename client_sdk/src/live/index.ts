export {
  type ClosedFrame,
  type DeltaFrame,
  type Frame,
  parseFrame,
  type PingFrame,
  type PriceFrame,
  type ResumeFrame,
  SeatState,
  type SnapshotFrame,
  subprotocol,
} from "./frames.ts";
export {
  changedSeats,
  countSeats,
  type LivePrice,
  parseStates,
  reduceSeatMap,
  type Reduction,
  type SeatMapState,
} from "./seat-map.ts";
export { LiveShow, type LiveShowOptions, type SeatsListener } from "./show.ts";
export {
  type Connection,
  LiveSocket,
  type LiveSocketOptions,
  type Patience,
  ShowSocket,
  type ShowSocketOptions,
} from "./socket.ts";
export { browserSurroundings, type Nudge, steadySurroundings, type Surroundings } from "./surroundings.ts";
