import type { Metadata } from "next";
import Link from "next/link";

import { Facade } from "@/components/catalogue/facade";
import { EmptyState } from "@/components/site/empty-state";
import { visitorsApi } from "@/server/api";
import { pageOrAway } from "@/server/away";
import { preferences } from "@/server/preferences";
import { words } from "@/server/words";

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return {
    title: t("theatres.title"),
    description: t("theatres.lead"),
    alternates: { canonical: "/theatres" },
  };
}

/** Every theatre, of the chosen city or of all. */
export default pageOrAway(async function TheatresPage() {
  const [{ t }, { city }, api] = await Promise.all([words(), preferences(), visitorsApi()]);
  const { items } = await api.theatres.list(city === null ? {} : { city });
  return (
    <div className="page pt-10 pb-20">
      <h1 className="text-heading">{t("theatres.title")}</h1>
      <p className="mt-1 mb-8 text-dim">{t("theatres.lead")}</p>
      {items.length === 0 && <EmptyState title={t("theatres.none")} lead={t("home.nothing")} />}
      <ul className="grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {items.map((theatre) => (
          <li
            key={theatre.id}
            className="panel group relative overflow-hidden transition-[translate,border-color] duration-(--duration-calm) hover:-translate-y-1 hover:border-beam"
          >
            <Facade seed={theatre.id} className="h-36 w-full" />
            <div className="p-5">
              <h2 className="text-title">
                <Link href={`/theatres/${theatre.id}`} className="after:absolute after:inset-0">
                  {theatre.name}
                </Link>
              </h2>
              <p className="mt-1 text-small text-dim">{theatre.address}</p>
              <p className="mt-3 text-small">
                {theatre.city_name} · {t("theatre.screens", { count: theatre.screens.length })} ·{" "}
                {t("theatre.seats", {
                  count: theatre.screens.reduce((sum, { capacity }) => sum + capacity, 0),
                })}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
});
