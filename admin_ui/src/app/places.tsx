import { LineIcon } from "@movie-magic/client-sdk/icons";
import { type ReactNode } from "react";

import { type StaffKey } from "@/words";

import { type HouseRole } from "./roles";

/** A page that the navigation leads to. */
export interface Place {
  readonly path: string;
  readonly word: StaffKey;
  /** Who has any use for it. */
  readonly least: HouseRole;
  readonly icon: ReactNode;
}

function drawn(path: string): ReactNode {
  return <LineIcon path={path} size={18} />;
}

/** Where one can go, in the order in which a day needs it. */
export const places: readonly Place[] = [
  { path: "/", word: "nav.today", least: "staff", icon: drawn("M4 20V10M10 20V4M16 20v-7M22 20H2") },
  {
    path: "/shows",
    word: "nav.shows",
    least: "staff",
    icon: drawn("M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5v4M15.5 3.5v4"),
  },
  {
    path: "/films",
    word: "nav.films",
    least: "manager",
    icon: drawn("M4.5 5h15v14h-15zM8 5v14M16 5v14M4.5 9H8M4.5 14H8M16 9h3.5M16 14h3.5"),
  },
  {
    path: "/theatres",
    word: "nav.theatres",
    least: "manager",
    icon: drawn("M3.5 9.5 12 4l8.5 5.5M5.5 10v9.5h13V10M9 19.5v-5h6v5"),
  },
  {
    path: "/predictions",
    word: "nav.predictions",
    least: "manager",
    icon: drawn("M3 17l5-6 4 4 8-9M15 6h5v5"),
  },
  {
    path: "/prices",
    word: "nav.prices",
    least: "manager",
    icon: drawn("M7 5h10M7 9h10M8 5c7 0 7 8 0 8h-1l8 7"),
  },
  {
    path: "/models",
    word: "nav.models",
    least: "manager",
    icon: drawn("M12 3v4M12 17v4M3 12h4M17 12h4M12 15.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"),
  },
  {
    path: "/experiments",
    word: "nav.experiments",
    least: "admin",
    icon: drawn(
      "M9 3.5h6M10 3.5v6L4.8 18.4A1.5 1.5 0 0 0 6 20.5h12a1.5 1.5 0 0 0 1.2-2.1L14 9.5v-6M7.5 15h9",
    ),
  },
  {
    path: "/promotions",
    word: "nav.promotions",
    least: "admin",
    icon: drawn("M4 7h16v3.5a1.5 1.5 0 0 0 0 3V17H4v-3.5a1.5 1.5 0 0 0 0-3zM14 7v10"),
  },
  {
    path: "/refunds",
    word: "nav.refunds",
    least: "staff",
    icon: drawn("M9 7 4.5 11.5 9 16M4.5 11.5H15a4 4 0 0 1 0 8h-2"),
  },
  {
    path: "/people",
    word: "nav.people",
    least: "admin",
    icon: drawn(
      "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 19c1-3 3.3-4.5 6.5-4.5s5.5 1.5 6.5 4.5M16 4.5a3.5 3.5 0 0 1 0 6.5M18 15c1.800.7 3 2 3.500 4",
    ),
  },
  {
    path: "/audit",
    word: "nav.audit",
    least: "admin",
    icon: drawn("M6 3.500h9l4 4V20.500H6zM9 11h6M9 15h6M9 7h2"),
  },
];
