/** Why a seat could not be chosen. */
export type SelectionRefusal = "limit" | "unavailable";

/** Seats chosen on this screen, in the order of choosing, by seat index. Nothing is held yet. */
export type Selection = readonly number[];

/** The rules of choosing. */
export interface SelectionRules {
  /** The most seats the house sells at once. */
  readonly maxSeats: number;
  readonly isFree: (seat: number) => boolean;
}

/** Chooses a seat, or gives it up when it was chosen. */
export function toggleSeat(
  selection: Selection,
  seat: number,
  { maxSeats, isFree }: SelectionRules,
): { readonly selection: Selection; readonly refused: SelectionRefusal | null } {
  if (selection.includes(seat))
    return { selection: selection.filter((each) => each !== seat), refused: null };
  if (!isFree(seat)) return { selection, refused: "unavailable" };
  if (selection.length >= maxSeats) return { selection, refused: "limit" };
  return { selection: [...selection, seat], refused: null };
}

/** What is left of a selection after others have been at work. The same object when nothing was lost. */
export function withoutLost(
  selection: Selection,
  isFree: (seat: number) => boolean,
): { readonly selection: Selection; readonly lost: readonly number[] } {
  const lost = selection.filter((seat) => !isFree(seat));
  return lost.length === 0 ? { selection, lost } : { selection: selection.filter(isFree), lost };
}
