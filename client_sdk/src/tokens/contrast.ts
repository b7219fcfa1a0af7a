function channel(hex: string, at: number): number {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Relative luminance of an `#rrggbb` colour, 0 (black) to 1 (white): WCAG 2.2, "relative luminance". */
export function luminance(color: string): number {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new RangeError(`not an #rrggbb colour: ${color}`);
  return 0.2126 * channel(color, 1) + 0.7152 * channel(color, 3) + 0.0722 * channel(color, 5);
}

/** Contrast of two colours, 1 (the same) to 21 (black on white): WCAG 2.2, "contrast ratio". */
export function contrastRatio(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}
