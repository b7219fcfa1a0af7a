import { accountCalls } from "./calls/account.ts";
import { catalogueCalls } from "./calls/catalogue.ts";
import { salesCalls } from "./calls/sales.ts";
import { type ApiOptions, createWire } from "./wire.ts";

/** Makes an API client. One per page in a browser; one per request on a server, where customers must not mix. */
export function createApi(options: ApiOptions) {
  const wire = createWire(options);
  return {
    /** The server's time, set by every answer that carries it. */
    clock: wire.clock,
    /** Who is signed in. */
    session: wire.session,
    /** Where this client keeps small texts; the hold store and the checkout keep theirs in the same place. */
    storage: wire.storage,
    ...catalogueCalls(wire),
    ...salesCalls(wire),
    ...accountCalls(wire),
  };
}

/** The API client. */
export type Api = ReturnType<typeof createApi>;
