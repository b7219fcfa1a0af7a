/** Pixels of the drawing per seat pitch. Everything below is drawn in these. */
export const pitch = 40;

/** What is drawn for one seat, in a cell whose corner is the origin. */
export interface SeatShape {
  /** The seat itself. */
  readonly body: string;
  /** Its back or arms; absent for what has none. */
  readonly frame?: string;
  /** What tells its category from others without a colour. */
  readonly glyph?: string;
}

function roundedBody(width: number, top: number): string {
  return `M12 ${top}H${width - 12}a7 7 0 0 1 7 7V24a5 5 0 0 1-5 5H10a5 5 0 0 1-5-5V${top + 7}a7 7 0 0 1 7-7z`;
}

function back(width: number): string {
  return `M4 28v2a5 5 0 0 0 5 5H${width - 9}a5 5 0 0 0 5-5v-2`;
}

const circle = "M20 4a15.5 15.5 0 1 0 0 31 15.5 15.5 0 0 0 0-31z";

/** A wheelchair seen from the side. */
const wheelchair = "M18 10.5a1.8 1.8 0 1 0 .1 0M18 14.5v7h6l3 6M15.5 18.5a6 6 0 1 0 7.5 7.5";

/** A person beside. */
const companion = "M20 11.5a3.2 3.2 0 1 0 .1 0M13.5 28c.5-5 3-7 6.5-7s6 2 6.5 7";

const star = "M20 10.5l2.2 4.6 5 .6-3.7 3.4 1 5-4.5-2.5-4.5 2.5 1-5-3.7-3.4 5-.6z";

const heart = "M40 24.5c-6-4-7-7-5.2-9 1.7-1.7 4-1 5.2 1 1.2-2 3.5-2.7 5.2-1 1.8 2 .8 5-5.2 9z";

/**
 * The shape of a seat: its category is told by form, so that a colour-blind person and a printed plan have it too.
 *
 * @param width in seat pitches
 */
export function seatShape(category: string, width: number): SeatShape {
  const across = width * pitch;
  switch (category) {
    case "premium":
      return { body: roundedBody(across, 5), frame: back(across), glyph: `M14 11.5H${across - 14}` };
    case "recliner":
      return { body: roundedBody(across, 10), frame: `${back(across)}M11 4.5H${across - 11}` };
    case "couple":
      return { body: roundedBody(across, 5), frame: back(across), glyph: heart };
    case "vip":
      return { body: roundedBody(across, 5), frame: back(across), glyph: star };
    case "wheelchair":
      return { body: circle, glyph: wheelchair };
    case "companion":
      return { body: circle, glyph: companion };
    default:
      return { body: roundedBody(across, 5), frame: back(across) };
  }
}

/** The mark over a seat that is gone. */
export function crossMark(width: number): string {
  const middle = (width * pitch) / 2;
  return `M${middle - 5} 13l10 10M${middle + 5} 13l-10 10`;
}

/** The mark on a seat that is yours. */
export function checkMark(width: number): string {
  const middle = (width * pitch) / 2;
  return `M${middle - 7} 18.5l5 5 9-10`;
}
