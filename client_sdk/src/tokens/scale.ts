/** Type faces. Words in Devanagari and Telugu use Noto Sans, which a client loads only for those languages. */
export const fonts = {
  display:
    '"Bricolage Grotesque Variable", "Noto Sans Devanagari Variable", "Noto Sans Telugu Variable", system-ui, sans-serif',
  body: 'system-ui, "Noto Sans Devanagari Variable", "Noto Sans Telugu Variable", sans-serif',
} as const;

/** One step of the type scale. Sizes are CSS lengths; `min` in pixels is for clients without fluid sizes. */
export interface TypeStep {
  readonly size: string;
  /** Pixels, on the narrowest screen. */
  readonly min: number;
  readonly lineHeight: number;
  readonly tracking: string;
}

/** From the smallest print to the largest title. Nothing is ever set smaller than `caption`. */
export const typeScale = {
  caption: { size: "0.8125rem", min: 13, lineHeight: 1.4, tracking: "0" },
  small: { size: "0.875rem", min: 14, lineHeight: 1.45, tracking: "0" },
  body: { size: "1rem", min: 16, lineHeight: 1.55, tracking: "0" },
  lead: { size: "1.125rem", min: 18, lineHeight: 1.5, tracking: "0" },
  title: { size: "1.25rem", min: 20, lineHeight: 1.25, tracking: "-0.01em" },
  heading: { size: "clamp(1.5rem, 1.3rem + 1vw, 2rem)", min: 24, lineHeight: 1.15, tracking: "-0.015em" },
  hero: { size: "clamp(2.25rem, 1.4rem + 4.2vw, 4.75rem)", min: 36, lineHeight: 1.04, tracking: "-0.025em" },
} as const satisfies Record<string, TypeStep>;

/** The grid in pixels: every distance is a whole number of these. */
export const gridStep = 4;

/** A distance of `steps` grid steps, in pixels. */
export function spacing(steps: number): number {
  return steps * gridStep;
}

/** The least width and height of anything a finger must hit, in pixels. */
export const targetSize = 44;

/** Corners, in pixels. */
export const radii = { seat: 6, field: 12, card: 14, panel: 20, pill: 999 } as const;

/** Motion: durations in milliseconds and the curves that go with them. */
export const motion = {
  durations: { quick: 120, calm: 240, slow: 480 },
  curves: { settle: "cubic-bezier(0.2, 0.8, 0.2, 1)", leave: "cubic-bezier(0.4, 0, 1, 1)" },
} as const;
