import { isProblem } from "@movie-magic/client-sdk/api";
import { type ReactNode } from "react";

import { useStaff } from "@/app/staff-app";

import { Clamped } from "./clamped";
import { Icon, type IconName } from "./icon";
import { problemText } from "./problem-text";

/** Said where there is nothing: what it would be, and what to do. */
export function EmptyState({
  icon = "film",
  title,
  text,
  children,
}: {
  readonly icon?: IconName;
  readonly title: string;
  readonly text?: string | undefined;
  readonly children?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-14 text-center">
      <span className="grid size-12 place-items-center rounded-full border border-line text-dim">
        <Icon name={icon} size={24} />
      </span>
      <p className="font-display text-lead font-semibold">{title}</p>
      {text === undefined ? null : <p className="max-w-md text-small text-dim">{text}</p>}
      {children}
    </div>
  );
}

/** What went wrong with a question, and a way to ask again. What is none of the API's problems is thrown. */
export function ErrorState({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  const { t } = useStaff();
  if (!isProblem(error)) throw error;
  return (
    <div role="alert" className="grid justify-items-center gap-3 px-4 py-14 text-center">
      <span className="grid size-12 place-items-center rounded-full border border-velvet/60 text-velvet">
        <Icon name="alert" size={24} />
      </span>
      <p className="max-w-md">{problemText(error, t)}</p>
      <button type="button" className="btn btn-small" onClick={again}>
        {t("action.retry")}
      </button>
    </div>
  );
}

/** Stands for what is on its way, in about its size. */
export function Ghost({ lines = 5, label }: { readonly lines?: number; readonly label: string }) {
  return (
    <div role="status" aria-label={label} className="grid gap-3 p-4">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="skeleton h-9" />
      ))}
    </div>
  );
}

/** A badge of so many letters is shown whole. */
const longestWhole = 28;

/** A small word that says a state: by its text first, by its colour second. */
export function Badge({
  tone = "plain",
  children,
}: {
  readonly tone?: "plain" | "good" | "bad" | "own";
  readonly children: ReactNode;
}) {
  const tones = {
    plain: "border-line text-dim",
    good: "border-mint/60 text-mint",
    bad: "border-velvet/60 text-velvet",
    own: "border-beam/60 text-beam",
  } as const;
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-pill border px-2.5 py-0.5 text-caption font-medium max-w-64 ${tones[tone]}`}
    >
      {typeof children === "string" && children.length > longestWhole ? (
        <Clamped lines={1}>{children}</Clamped>
      ) : (
        <span className="whitespace-nowrap">{children}</span>
      )}
    </span>
  );
}
