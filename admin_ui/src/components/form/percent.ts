/** A share or multiple as people type it, in percent; at most two decimals. */
export function percentText(share: number): string {
  return String(Number((share * 100).toFixed(2)));
}

/** The share or multiple that a text in percent says. */
export function shareOf(text: string): number {
  return Number((Number(text) / 100).toFixed(4));
}
