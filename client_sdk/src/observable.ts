/** Told, without arguments, that something changed; reads the new value itself. */
export type Listener = () => void;

/** A value that can be read at any time and watched: the shape `useSyncExternalStore` expects. */
export interface Readable<T> {
  readonly state: T;
  /** Calls `listener` after every change, until the returned function is called. */
  readonly subscribe: (listener: Listener) => () => void;
}

/** A readable value together with the right to set it. Setting the same value again tells nobody. */
export class Observable<T> implements Readable<T> {
  #state: T;
  readonly #listeners = new Set<Listener>();

  constructor(initial: T) {
    this.#state = initial;
  }

  get state(): T {
    return this.#state;
  }

  set(next: T): void {
    if (Object.is(next, this.#state)) return;
    this.#state = next;
    // A copy, because a listener may unsubscribe itself or another while being told.
    for (const listener of [...this.#listeners]) listener();
  }

  // An arrow property, so that it can be handed around without losing its object.
  readonly subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}
