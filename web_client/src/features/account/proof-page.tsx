import { type ReactNode } from "react";

/** The frame of a page that does one thing with an account. */
export function ProofPage({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  return (
    <div className="page grid max-w-md gap-6 pt-10 pb-20">
      <div>
        <h1 className="text-heading">{title}</h1>
        <p className="mt-1 text-dim">{lead}</p>
      </div>
      <div className="panel grid gap-4 p-5 sm:p-7">{children}</div>
    </div>
  );
}
