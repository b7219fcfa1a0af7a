import { LineIcon, linePaths } from "@movie-magic/client-sdk/icons";

/** The site's own line icons on a 24-unit grid, one path each. */
const paths = {
  ...linePaths,
  pin: "M12 21s7-6.1 7-11.5A7 7 0 0 0 5 9.5C5 14.9 12 21 12 21zM12 12a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z",
  arrow: "M5 12h14M13 6l6 6-6 6",
  back: "M19 12H5M11 6l-6 6 6 6",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.5 2",
  star: "M12 3.5l2.6 5.6 6.1.7-4.5 4.2 1.2 6L12 17l-5.4 3 1.2-6L3.3 9.8l6.1-.7z",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  list: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  map: "M4 6.5c5-2 11-2 16 0M5 11h2M11 11h2M17 11h2M5 15h2M11 15h2M17 15h2M5 19h2M11 19h2M17 19h2",
  ticket: "M4 7h16v3.5a1.5 1.5 0 0 0 0 3V17H4v-3.5a1.5 1.5 0 0 0 0-3zM14 7v10",
  bolt: "M13 3 5 13.5h6L10 21l8-10.5h-6z",
  print: "M7 9V4h10v5M7 17H4.5v-6.5h15V17H17M7 14h10v6H7z",
  phone:
    "M8 3h8a1.5 1.5 0 0 1 1.5 1.5v15A1.5 1.5 0 0 1 16 21H8a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 8 3zM11 18h2",
  card: "M3.5 6.5h17v11h-17zM3.5 10.5h17M7 14.5h3",
  cash: "M3.5 7h17v10h-17zM12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM6.5 10v.01M17.5 14v.01",
  bank: "M4 10 12 4.5 20 10zM6 10v7M10 10v7M14 10v7M18 10v7M4 19.5h16",
  calendar: "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5v4M15.5 3.5v4",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof paths;

/** A drawn icon, always beside words that say the same; hidden from screen readers. */
export function Icon({
  name,
  size = 20,
  className = "",
}: {
  readonly name: IconName;
  /** Width and height in pixels. */
  readonly size?: number;
  readonly className?: string;
}) {
  return <LineIcon path={paths[name]} size={size} className={className} />;
}
