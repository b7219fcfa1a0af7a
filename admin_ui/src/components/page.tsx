import { type ReactNode, useEffect } from "react";

import { useStaff } from "@/app/staff-app";

/** A page's heading, what it is about, and the one thing to do on it. */
export function Page({
  title,
  lead,
  action,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useStaff();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h1 className="text-heading">{title}</h1>
          {lead === undefined ? null : <p className="mt-1 text-small text-dim">{lead}</p>}
        </div>
        {action}
      </div>
      {children}
    </div>
  );
}

/** One figure with its name, and what to compare it with. */
export function Tile({
  label,
  value,
  note,
}: {
  readonly label: string;
  readonly value: ReactNode;
  readonly note?: ReactNode;
}) {
  return (
    <div className="tile">
      <dt className="text-caption text-dim">{label}</dt>
      <dd className="min-w-0 font-display text-title font-bold break-words sm:text-heading">{value}</dd>
      {note === undefined ? null : <dd className="text-caption text-dim">{note}</dd>}
    </div>
  );
}

/** Figures side by side. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[repeat(2,minmax(0,1fr))] gap-3 lg:grid-cols-[repeat(4,minmax(0,1fr))] lg:gap-4">
      {children}
    </dl>
  );
}
