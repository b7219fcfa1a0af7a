import { type ReactNode } from "react";

/** Fields of a form that belong together, two beside each other where there is room. */
export function FormSection({
  title,
  hint,
  disabled = false,
  children,
}: {
  readonly title: string;
  readonly hint?: ReactNode;
  /** Whether nothing of it can be changed; what it says is sent as it is. */
  readonly disabled?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <fieldset
      disabled={disabled}
      className="min-w-0 disabled:opacity-60 border-t border-line pt-4 first:border-t-0 first:pt-0"
    >
      <legend className="float-left mb-3 w-full text-lead font-semibold">{title}</legend>
      {hint === undefined ? null : <p className="clear-both mb-3 text-small text-dim">{hint}</p>}
      <div className="clear-both grid gap-4 sm:grid-cols-2">{children}</div>
    </fieldset>
  );
}
