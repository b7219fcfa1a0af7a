import { cleanup, configure } from "@testing-library/react";
import { afterEach, vi } from "vitest";

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
window.scrollTo = () => undefined;
Element.prototype.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => {
  cleanup();
  localStorage.clear();
  window.history.replaceState(null, "", "/");
});
