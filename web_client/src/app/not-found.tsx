import type { Metadata } from "next";
import Link from "next/link";

import { EmptyState } from "@/components/site/empty-state";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("problem.notFound"), robots: { index: false } };
}

/** What is not, or no longer, on the programme. */
export default async function NotFound() {
  const { t } = await words();
  return (
    <div className="page py-10">
      <EmptyState as="h1" title={t("problem.notFound")} lead={t("notFound.lead")}>
        <Link href="/" className="btn btn-go">
          {t("nav.home")}
        </Link>
        <Link href="/movies" className="btn">
          {t("home.allMovies")}
        </Link>
      </EmptyState>
    </div>
  );
}
