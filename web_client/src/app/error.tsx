"use client";

import Link from "next/link";

import { EmptyState } from "@/components/site/empty-state";
import { useApp } from "@/features/app/app-context";

/** A page that could not be made. */
export default function ErrorPage() {
  const { t } = useApp();
  return (
    <div className="page py-10" role="alert">
      <EmptyState as="h1" title={t("problem.title")} lead={t("error.lead")}>
        <button
          type="button"
          className="btn btn-go"
          onClick={() => {
            location.reload();
          }}
        >
          {t("action.retry")}
        </button>
        <Link href="/" className="btn">
          {t("nav.home")}
        </Link>
      </EmptyState>
    </div>
  );
}
