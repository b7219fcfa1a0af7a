import { LineIcon, linePaths } from "@movie-magic/client-sdk/icons";

/** The application's own line icons on a 24-unit grid, one path each. */
const paths = {
  ...linePaths,
  columns: "M4.5 5h15v14h-15zM9.5 5v14M14.5 5v14",
  download: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14",
  up: "M12 19V5M6.5 10.5 12 5l5.5 5.5",
  down: "M12 5v14M6.5 13.5 12 19l5.5-5.5",
  next: "M9 5.5 15.5 12 9 18.5",
  previous: "M15 5.5 8.5 12 15 18.5",
  alert: "M12 4 21 19.5H3zM12 10v4.5M12 17.2v.01",
  film: "M4.5 5h15v14h-15zM8 5v14M16 5v14M4.5 9H8M4.5 14H8M16 9h3.5M16 14h3.5",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof paths;

/** A drawn icon, always beside words that say the same; hidden from screen readers. */
export function Icon({
  name,
  size = 18,
  className = "",
}: {
  readonly name: IconName;
  /** Width and height in pixels. */
  readonly size?: number;
  readonly className?: string;
}) {
  return <LineIcon path={paths[name]} size={size} className={className} />;
}
