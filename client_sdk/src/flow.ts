import { Observable, type Readable } from "./observable.ts";

/**
 * A process as a union of states, each of which carries the actions that make sense in it.
 *
 * What cannot be done in a state cannot be written, and what was possible in a state that has passed does nothing: a
 * button that still shows the old state, or a second click, is harmless without anybody having to think of it.
 */
export abstract class Flow<State extends { readonly status: string }> implements Readable<State> {
  readonly #observable: Observable<State>;

  protected constructor(first: State) {
    this.#observable = new Observable(first);
  }

  get state(): State {
    return this.#observable.state;
  }

  get subscribe(): Readable<State>["subscribe"] {
    return this.#observable.subscribe;
  }

  protected enter(next: State): void {
    this.#observable.set(next);
  }

  /** Whether `state` is still the present one; asked after every wait. */
  protected isPresent(state: State): boolean {
    return this.state === state;
  }

  /** Does the work of an action, unless its state has passed. */
  protected async actIn(state: State, work: () => void | Promise<void>): Promise<void> {
    if (this.isPresent(state)) await work();
  }
}
