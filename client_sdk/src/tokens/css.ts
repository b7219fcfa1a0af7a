import { type Palette, themes } from "./palette.ts";
import { fonts, gridStep, motion, radii, targetSize, typeScale } from "./scale.ts";

type Declaration = readonly [name: string, value: string];

const colors = (palette: Palette): Declaration[] =>
  Object.entries(palette).map(([name, value]: [string, string]) => [`--color-${name}`, value]);

const rem = (pixels: number): string => `${pixels / 16}rem`;

const shared: readonly Declaration[] = [
  ...Object.entries(fonts).map(([name, family]): Declaration => [`--font-${name}`, family]),
  ...Object.entries(typeScale).flatMap(([name, step]): Declaration[] => [
    [`--text-${name}`, step.size],
    [`--text-${name}--line-height`, String(step.lineHeight)],
    [`--text-${name}--letter-spacing`, step.tracking],
  ]),
  ["--spacing", rem(gridStep)],
  ["--spacing-target", rem(targetSize)],
  ...Object.entries(radii).map(([name, pixels]): Declaration => [`--radius-${name}`, rem(pixels)]),
  ...Object.entries(motion.curves).map(([name, curve]): Declaration => [`--ease-${name}`, curve]),
];

const durations = (factor: (ms: number) => number): Declaration[] =>
  Object.entries(motion.durations).map(([name, ms]) => [`--duration-${name}`, `${factor(ms)}ms`]);

function block(opening: string, declarations: readonly Declaration[], indent = ""): string {
  const lines = declarations.map(([name, value]) => `${indent}  ${name}: ${value};`);
  return [`${indent}${opening} {`, ...lines, `${indent}}`].join("\n");
}

function within(condition: string, opening: string, declarations: readonly Declaration[]): string {
  return [`@media ${condition} {`, block(opening, declarations, "  "), "}"].join("\n");
}

const scheme = (value: "dark" | "light"): Declaration => ["color-scheme", value];

/**
 * The tokens as a style sheet: Tailwind v4 makes utilities of `@theme` (`bg-raised`, `text-heading`, `rounded-card`),
 * which read the custom properties, so a theme only has to set those anew.
 *
 * `<html data-theme="dark | light | contrast">` is a person's choice; without it the device's preference decides.
 */
export function toCss(): string {
  return `${[
    "/* Written by `npm run generate` from src/tokens/*.ts: change those. */",
    block("@theme static", [...colors(themes.dark), ...shared]),
    block(":root", [scheme("dark"), ...durations((ms) => ms)]),
    within("(prefers-color-scheme: light)", ":root:not([data-theme])", [
      scheme("light"),
      ...colors(themes.light),
    ]),
    within("(prefers-contrast: more)", ":root:not([data-theme])", [
      scheme("dark"),
      ...colors(themes.contrast),
    ]),
    block(':root[data-theme="light"]', [scheme("light"), ...colors(themes.light)]),
    block(':root[data-theme="contrast"]', [scheme("dark"), ...colors(themes.contrast)]),
    // Not zero: whatever waits for the end of a transition must still be told.
    within(
      "(prefers-reduced-motion: reduce)",
      ":root",
      durations(() => 1),
    ),
  ].join("\n\n")}\n`;
}
