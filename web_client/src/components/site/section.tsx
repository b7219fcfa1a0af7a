import Link, { type LinkProps } from "next/link";
import { type ReactNode } from "react";

import { Icon } from "@/components/icon";

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Where there is more of the same, and how to say it. */
  readonly more?: { readonly href: LinkProps<string>["href"]; readonly label: string };
}

/** A titled part of a page. */
export function Section({ title, more, children }: SectionProps) {
  return (
    <section className="page mt-12 md:mt-16">
      <div className="mb-4 flex items-end justify-between gap-4">
        <h2 className="text-heading">{title}</h2>
        {more ? (
          <Link href={more.href} className="btn btn-quiet -mr-3 shrink-0 text-small text-dim hover:text-text">
            {more.label}
            <Icon name="arrow" size={16} />
          </Link>
        ) : null}
      </div>
      {children}
    </section>
  );
}
