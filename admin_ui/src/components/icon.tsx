/** The application's own line icons on a 24-unit grid, one path each. */
const paths = {
  menu: "M4 7h16M4 12h16M4 17h10",
  sliders: "M4 8h9M17 8h3M4 16h3M11 16h9M15 5.5v5M9 13.5v5",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1.2-3.4 4-5 7.5-5s6.3 1.6 7.5 5",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  cross: "M6 6l12 12M18 6 6 18",
  columns: "M4.5 5h15v14h-15zM9.5 5v14M14.5 5v14",
  download: "M12 4v11M7.5 11l4.5 4.5 4.5-4.5M5 19.5h14",
  up: "M12 19V5M6.5 10.5 12 5l5.5 5.5",
  down: "M12 5v14M6.5 13.5 12 19l5.5-5.5",
  next: "M9 5.5 15.5 12 9 18.5",
  previous: "M15 5.5 8.5 12 15 18.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  plus: "M12 5v14M5 12h14",
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
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`shrink-0 ${className}`}
    >
      <path d={paths[name]} />
    </svg>
  );
}
