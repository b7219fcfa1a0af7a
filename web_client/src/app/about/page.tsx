import type { Metadata } from "next";
import Link from "next/link";

import { Icon } from "@/components/icon";
import { words } from "@/server/words";

const promises = [
  { name: "live", icon: "bolt" },
  { name: "hold", icon: "clock" },
  { name: "price", icon: "ticket" },
  { name: "all", icon: "person" },
] as const;

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("nav.about"), description: t("about.lead"), alternates: { canonical: "/about" } };
}

/** What this house promises. */
export default async function AboutPage() {
  const { t } = await words();
  return (
    <div className="page pt-12 pb-20 md:pt-20">
      <h1 className="max-w-[18ch] text-hero font-extrabold">{t("about.title")}</h1>
      <p className="mt-5 max-w-[56ch] text-lead text-dim">{t("about.lead")}</p>
      <ul className="mt-12 grid gap-5 sm:grid-cols-2">
        {promises.map(({ name, icon }) => (
          <li key={name} className="panel p-6 md:p-8">
            <span className="mb-5 grid size-12 place-items-center rounded-full bg-beam/15 text-beam">
              <Icon name={icon} size={24} />
            </span>
            <h2 className="text-title">{t(`about.${name}.title`)}</h2>
            <p className="mt-2 text-dim">{t(`about.${name}.text`)}</p>
          </li>
        ))}
      </ul>
      <p className="mt-10">
        <Link href="/movies" className="btn btn-go">
          {t("home.find")}
        </Link>
      </p>
    </div>
  );
}
