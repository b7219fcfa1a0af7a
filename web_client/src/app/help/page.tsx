import type { Metadata } from "next";

import { Icon } from "@/components/icon";
import { words } from "@/server/words";

const questions = ["hold", "lost", "cash", "ticket", "refund", "access", "keys"] as const;

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await words();
  return { title: t("help.title"), description: t("help.lead"), alternates: { canonical: "/help" } };
}

/** Short answers. */
export default async function HelpPage() {
  const { t } = await words();
  return (
    <div className="page max-w-3xl pt-12 pb-20">
      <h1 className="text-heading">{t("help.title")}</h1>
      <p className="mt-1 mb-8 text-dim">{t("help.lead")}</p>
      <div className="grid gap-3">
        {questions.map((name) => (
          <details key={name} id={name} className="panel group">
            <summary className="flex min-h-14 cursor-pointer list-none items-center justify-between gap-4 rounded-panel px-5 py-3 font-semibold">
              {t(`help.${name}.q`)}
              <Icon
                name="plus"
                className="text-beam transition-[rotate] duration-(--duration-calm) group-open:rotate-45"
              />
            </summary>
            <p className="px-5 pb-5 text-dim">{t(`help.${name}.a`)}</p>
          </details>
        ))}
      </div>
    </div>
  );
}
