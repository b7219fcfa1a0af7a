/** Where a form begins; null where there is none, or nothing in it can be filled in. */
export function firstField(within: EventTarget | null): HTMLElement | null {
  if (!(within instanceof HTMLElement)) return null;
  return within.querySelector<HTMLElement>(":is(input, select, textarea):enabled");
}
