/** Why the socket should act now, without waiting for the network to tell. */
export type Nudge = "visible" | "hidden" | "online" | "offline";

/** What the device says about itself. */
export interface Surroundings {
  readonly visible: boolean;
  readonly online: boolean;
  /** Calls `listener` at each change, until the returned function is called. */
  watch(listener: (nudge: Nudge) => void): () => void;
}

/** A device that is always in sight and always connected, as far as anybody can tell: servers, and tests. */
export const steadySurroundings: Surroundings = {
  visible: true,
  online: true,
  watch: () => () => undefined,
};

/** What the browser says about the page. */
export function browserSurroundings(): Surroundings {
  if (typeof document === "undefined" || typeof window === "undefined") return steadySurroundings;
  return {
    get visible() {
      return document.visibilityState === "visible";
    },
    get online() {
      return navigator.onLine;
    },
    watch(listener) {
      const stop = new AbortController();
      const { signal } = stop;
      const tell = (nudge: Nudge) => () => {
        listener(nudge);
      };
      document.addEventListener(
        "visibilitychange",
        () => {
          listener(document.visibilityState === "visible" ? "visible" : "hidden");
        },
        { signal },
      );
      window.addEventListener("online", tell("online"), { signal });
      window.addEventListener("offline", tell("offline"), { signal });
      // A page that comes back from the back-forward cache finds its socket dead without having been told.
      window.addEventListener("pageshow", tell("visible"), { signal });
      window.addEventListener("pagehide", tell("hidden"), { signal });
      return () => {
        stop.abort();
      };
    },
  };
}
