import "server-only";

import { ApiProblem, isProblem, type Problem } from "@movie-magic/client-sdk/api";
import type { Metadata } from "next";
import Link from "next/link";
import { type ReactNode } from "react";

import { EmptyState } from "@/components/site/empty-state";
import { TryAgain } from "@/features/away/try-again";

import { filmsWhenLastHeard } from "./last-heard";
import { preferences } from "./preferences";
import { answerWith } from "./standing";
import { words } from "./words";

/** Seconds between two tries where the API names no time of its own. */
const usualPause = 5;

/** Whether a problem is of the house's and passes: no answer, a broken one, or "later, please". */
export function passes(error: unknown): error is Problem {
  return isProblem(error) && (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 429);
}

/** Says with the answer's status that something is away; returns after how many seconds to try again. */
export function tellAway(problem: Problem): number {
  const asked = problem instanceof ApiProblem ? problem.retryAfterSeconds : null;
  const busy = problem instanceof ApiProblem && problem.status === 429;
  const pause = busy ? (asked ?? usualPause) : Math.max(asked ?? 0, usualPause);
  answerWith(busy ? 429 : 503, pause);
  return pause;
}

/** What stands in the place of a page that cannot be made just now, and makes way for it by itself. */
async function Away({ problem }: { readonly problem: Problem }) {
  const pause = tellAway(problem);
  const [{ t }, { locale }] = await Promise.all([words(), preferences()]);
  const busy = problem instanceof ApiProblem && problem.status === 429;
  const films = busy ? [] : filmsWhenLastHeard(locale);
  return (
    <div className="page py-10">
      <EmptyState
        as="h1"
        title={busy ? t("account.problem.too_many_requests") : t("away.title")}
        lead={busy ? t("problem.retryIn", { seconds: pause }) : t("away.lead")}
      >
        <TryAgain key={pause} seconds={pause} label={t("action.retry")} />
      </EmptyState>
      {films.length > 0 && (
        <section className="mx-auto max-w-lg text-center">
          <h2 className="text-title">{t("away.films")}</h2>
          <ul className="mt-3 flex flex-wrap justify-center gap-2">
            {films.map(({ slug, title }) => (
              <li key={slug}>
                <Link href={`/movies/${slug}`} className="chip">
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** Makes a page of one that asks the API: while the API is away, a word about that stands in its place. */
export function pageOrAway<P>(make: (props: P) => Promise<ReactNode>): (props: P) => Promise<ReactNode> {
  return async function PageOrAway(props: P) {
    try {
      return await make(props);
    } catch (error) {
      if (passes(error)) return <Away problem={error} />;
      throw error;
    }
  };
}

/** Makes metadata of what asks the API: while the API is away, the site's own, and nothing for search engines. */
export function metadataOrAway<P>(make: (props: P) => Promise<Metadata>): (props: P) => Promise<Metadata> {
  return async (props: P) => {
    try {
      return await make(props);
    } catch (error) {
      if (!passes(error)) throw error;
      tellAway(error);
      return { robots: { index: false } };
    }
  };
}
