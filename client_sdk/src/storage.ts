/** Small texts that outlive a page: the part of the browser's `Storage` that the SDK needs. */
export interface TextStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Storage that lives as long as the page: for servers, tests, and browsers that refuse to store. */
export function memoryStorage(): TextStorage {
  const kept = new Map<string, string>();
  return {
    get: (key) => kept.get(key) ?? null,
    set: (key, value) => {
      kept.set(key, value);
    },
    remove: (key) => {
      kept.delete(key);
    },
  };
}

/**
 * The browser's local storage, shared by all tabs and kept when they close; the page's own memory where there is
 * none or where it is refused (private windows, blocked site data, a full disk).
 */
export function browserStorage(): TextStorage {
  const fallback = memoryStorage();
  const attempt = <T>(withBrowser: (storage: Storage) => T, without: () => T): T => {
    try {
      // Reading the property is itself what throws when site data is blocked.
      return typeof window === "undefined" ? without() : withBrowser(window.localStorage);
    } catch {
      return without();
    }
  };
  return {
    get: (key) =>
      attempt(
        (storage) => storage.getItem(key) ?? fallback.get(key),
        () => fallback.get(key),
      ),
    set: (key, value) => {
      attempt(
        (storage) => {
          storage.setItem(key, value);
        },
        () => {
          fallback.set(key, value);
        },
      );
    },
    remove: (key) => {
      fallback.remove(key);
      attempt(
        (storage) => {
          storage.removeItem(key);
        },
        () => undefined,
      );
    },
  };
}
