/** What the staff's application has beyond what every client has. A customer's page never loads it. */
import { accountCalls } from "./api/calls/account.ts";
import { catalogueCalls } from "./api/calls/catalogue.ts";
import { forecastCalls } from "./api/calls/forecasts.ts";
import { houseCalls } from "./api/calls/house.ts";
import { learningCalls } from "./api/calls/learning.ts";
import { programmeCalls } from "./api/calls/programme.ts";
import { type ApiOptions, createWire } from "./api/wire.ts";

export { type TrainingFiles } from "./api/calls/learning.ts";
export type * from "./api/staff-types.ts";
export { type OnProgress } from "./api/upload.ts";
export { HouseLine, type HouseLineOptions, type HouseNews } from "./live/house.ts";

/** Makes an API client for the house's own people. What somebody may do, the server decides. */
export function createStaffApi(options: ApiOptions) {
  const wire = createWire(options);
  return {
    clock: wire.clock,
    session: wire.session,
    storage: wire.storage,
    ...accountCalls(wire),
    ...catalogueCalls(wire),
    ...houseCalls(wire),
    ...forecastCalls(wire),
    ...learningCalls(wire),
    ...programmeCalls(wire),
  };
}

/** The API client of the house's own people. */
export type StaffApi = ReturnType<typeof createStaffApi>;
