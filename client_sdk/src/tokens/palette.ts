/** The colours every theme must have, as `#rrggbb`. */
export interface Palette {
  /** The page itself. */
  readonly ground: string;
  /** Panels and cards on it. */
  readonly raised: string;
  /** Dialogs, menus and whatever else floats above panels. */
  readonly overlay: string;
  /** Hairlines that only decorate. */
  readonly line: string;
  /** The edge of a control: the one thing that says where it is, so 3:1 against what lies around it. */
  readonly outline: string;
  readonly text: string;
  /** Text of second rank. */
  readonly dim: string;
  /** The one thing to do next, and what is yours. */
  readonly beam: string;
  /** Text on a beam-coloured surface. */
  readonly "on-beam": string;
  /** Heat: errors, filling fast, the last minutes. */
  readonly velvet: string;
  readonly "on-velvet": string;
  /** Access, success, and up. */
  readonly mint: string;
  readonly "on-mint": string;
  /** The ring around what has the keyboard. */
  readonly focus: string;
  /** Seats, by category and by state. */
  readonly "seat-standard": string;
  readonly "seat-premium": string;
  readonly "seat-recliner": string;
  readonly "seat-couple": string;
  readonly "seat-vip": string;
  readonly "seat-access": string;
  readonly "seat-held": string;
  readonly "seat-sold": string;
}

/** The name of a colour. */
export type ColorName = keyof Palette;

/** The themes a person can choose between; without a choice the device's own preference decides. */
export const themeNames = ["dark", "light", "contrast"] as const;

/** One of {@link themeNames}. */
export type ThemeName = (typeof themeNames)[number];

/** A dark house and one warm beam; paper with the beam darkened until it can be read; and black on white's opposite. */
export const themes: Readonly<Record<ThemeName, Palette>> = {
  dark: {
    ground: "#0d0b12",
    raised: "#16131d",
    overlay: "#1e1a28",
    line: "#2b2636",
    outline: "#7d7393",
    text: "#f4f0e8",
    dim: "#b3abbf",
    beam: "#ffc45c",
    "on-beam": "#1d1403",
    velvet: "#ff7d93",
    "on-velvet": "#2b040c",
    mint: "#5fd3a7",
    "on-mint": "#04241a",
    focus: "#ffe2ad",
    "seat-standard": "#8d83a3",
    "seat-premium": "#b79cf2",
    "seat-recliner": "#ffc45c",
    "seat-couple": "#ff8fa3",
    "seat-vip": "#7cc4ff",
    "seat-access": "#5fd3a7",
    "seat-held": "#8b7fa6",
    "seat-sold": "#766d8a",
  },
  light: {
    ground: "#faf6ee",
    raised: "#ffffff",
    overlay: "#ffffff",
    line: "#e5dccb",
    outline: "#857a8c",
    text: "#1c1624",
    dim: "#5b5266",
    beam: "#8a5700",
    "on-beam": "#fffaf0",
    velvet: "#b01c3d",
    "on-velvet": "#fff5f7",
    mint: "#0b6b4c",
    "on-mint": "#f2fff9",
    focus: "#5c3a00",
    "seat-standard": "#6f6580",
    "seat-premium": "#6a45c2",
    "seat-recliner": "#8a5700",
    "seat-couple": "#b01c3d",
    "seat-vip": "#0f62a6",
    "seat-access": "#0b6b4c",
    "seat-held": "#7b6f95",
    "seat-sold": "#8a8194",
  },
  contrast: {
    ground: "#000000",
    raised: "#000000",
    overlay: "#0b0b0b",
    line: "#8c8c8c",
    outline: "#d9d9d9",
    text: "#ffffff",
    dim: "#e8e4ee",
    beam: "#ffd27a",
    "on-beam": "#000000",
    velvet: "#ffa8b7",
    "on-velvet": "#000000",
    mint: "#86f5cb",
    "on-mint": "#000000",
    focus: "#ffffff",
    "seat-standard": "#e6e0f2",
    "seat-premium": "#d3bfff",
    "seat-recliner": "#ffd27a",
    "seat-couple": "#ffb3c0",
    "seat-vip": "#a8d8ff",
    "seat-access": "#86f5cb",
    "seat-held": "#c9bfdd",
    "seat-sold": "#a9a3b3",
  },
};

/** Surfaces that carry text of any of the reading colours. */
export const surfaces = ["ground", "raised", "overlay"] as const satisfies readonly ColorName[];

/** Colours that text may have on any surface. */
export const readingColors = [
  "text",
  "dim",
  "beam",
  "velvet",
  "mint",
] as const satisfies readonly ColorName[];

/** Text that belongs on one coloured surface. */
export const labelPairs = [
  ["on-beam", "beam"],
  ["on-velvet", "velvet"],
  ["on-mint", "mint"],
] as const satisfies readonly (readonly [ColorName, ColorName])[];

/** Colours that draw the edge or the mark of something a person must be able to find. */
export const edgeColors = [
  "outline",
  "focus",
  "seat-standard",
  "seat-premium",
  "seat-recliner",
  "seat-couple",
  "seat-vip",
  "seat-access",
  "seat-held",
  "seat-sold",
] as const satisfies readonly ColorName[];

const categoryColors: Readonly<Record<string, ColorName>> = {
  standard: "seat-standard",
  premium: "seat-premium",
  recliner: "seat-recliner",
  couple: "seat-couple",
  vip: "seat-vip",
  wheelchair: "seat-access",
  companion: "seat-access",
};

/** The colour of a seat category; a category this version does not know looks like a standard seat. */
export function seatColor(category: string): ColorName {
  return categoryColors[category] ?? "seat-standard";
}
