import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";
import { WebSocket } from "ws";

// Several suites share two processors: patience is not what is tested.
configure({ asyncUtilTimeout: 10_000 });

// What jsdom, which lays nothing out, leaves out. Sizes and scrolling are looked at in a real browser.
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe = () => undefined;
    disconnect = () => undefined;
  },
);
// jsdom's own socket and Node's events do not know each other; this one speaks to the tests' real servers.
vi.stubGlobal("WebSocket", WebSocket);
if (typeof Element !== "undefined") {
  Element.prototype.scrollIntoView = () => undefined;
  Element.prototype.scrollTo = () => undefined;
}

afterEach(() => {
  cleanup();
  if (typeof localStorage !== "undefined") localStorage.clear();
});
