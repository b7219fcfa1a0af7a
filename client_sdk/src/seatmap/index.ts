export { type Box, type Direction, SeatGeometry, type SeatRow } from "./geometry.ts";
export { categoryName, type SeatLook, seatLook, seatName } from "./name.ts";
export {
  type Selection,
  type SelectionRefusal,
  type SelectionRules,
  toggleSeat,
  withoutLost,
} from "./selection.ts";
