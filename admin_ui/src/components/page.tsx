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

/** How wide a digit of the display face is at most, in its own size. */
const digitEm = 0.64;

const onItsOwn = "col-span-full xl:col-span-1";

/** One figure with its name, and what to compare it with. */
export function Tile({
  label,
  value,
  note,
  says,
  wide = false,
}: {
  readonly label: string;
  /** A figure, or several with a line each; none is ever broken, a long one is written smaller. */
  readonly value: string | readonly string[];
  readonly note?: ReactNode;
  /** What exactly the figure is, where its name leaves that open. */
  readonly says?: string | undefined;
  /** Takes a line of its own where there is not room for all tiles on one. */
  readonly wide?: boolean;
}) {
  const lines = typeof value === "string" ? [value] : value;
  const longest = Math.max(1, ...lines.map((line) => line.length));
  return (
    <div className={`tile ${wide ? onItsOwn : ""}`}>
      <dt className="text-caption text-dim">{label}</dt>
      <dd className="@container min-w-0 font-display font-bold">
        {lines.map((line) => (
          <span
            key={line}
            className="block leading-tight whitespace-nowrap"
            style={{
              fontSize: `clamp(0.875rem, calc(100cqi / ${longest * digitEm}), var(--text-heading))`,
            }}
          >
            {line}
          </span>
        ))}
      </dd>
      {note === undefined ? null : <dd className="text-caption text-dim">{note}</dd>}
      {says === undefined ? null : <dd className="text-caption text-dim">{says}</dd>}
    </div>
  );
}

/** A name in place of a figure: it may break, for it is no number. */
export function NameTile({
  label,
  name,
  note,
}: {
  readonly label: string;
  readonly name: string;
  readonly note?: ReactNode;
}) {
  return (
    <div className={`tile ${onItsOwn}`}>
      <dt className="text-caption text-dim">{label}</dt>
      <dd className="min-w-0 font-display text-title font-bold break-words">{name}</dd>
      {note === undefined ? null : <dd className="text-caption text-dim">{note}</dd>}
    </div>
  );
}

/** Figures side by side: as many as leave room for an amount of money. */
export function Tiles({ children }: { readonly children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-3 min-[24rem]:grid-cols-[repeat(2,minmax(0,1fr))] lg:gap-4 xl:grid-cols-[repeat(4,minmax(0,1fr))]">
      {children}
    </dl>
  );
}
