export { contrastRatio, luminance } from "./contrast.ts";
export {
  type ColorName,
  edgeColors,
  labelPairs,
  type Palette,
  readingColors,
  seatColor,
  surfaces,
  type ThemeName,
  themeNames,
  themes,
} from "./palette.ts";
export { fonts, gridStep, motion, radii, spacing, targetSize, typeScale, type TypeStep } from "./scale.ts";
