import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";

interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
}

function Around({
  id,
  label,
  hint,
  error,
  children,
}: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-small font-semibold">
        {label}
      </label>
      {children}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="mt-1 text-caption text-dim">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="mt-1 text-small font-medium text-velvet">
          {error}
        </p>
      )}
    </div>
  );
}

function told(id: string, { hint, error }: Labelled) {
  const ids = [
    ...(error === undefined ? [] : [`${id}-error`]),
    ...(hint === undefined ? [] : [`${id}-hint`]),
  ];
  return {
    id,
    "aria-invalid": error !== undefined,
    ...(ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") }),
  };
}

/** A labelled field with its hint and what is wrong with it. */
export function Field({ label, hint, error, className = "", ...input }: Labelled & ComponentProps<"input">) {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <input {...told(id, { label, hint, error })} className={`field ${className}`} {...input} />
    </Around>
  );
}

/** A field for more than a line. */
export function TextArea({ label, hint, error, ...area }: Labelled & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <textarea {...told(id, { label, hint, error })} rows={3} className="field" {...area} />
    </Around>
  );
}

/** A choice from a list. */
export function SelectField({
  label,
  hint,
  error,
  children,
  ...select
}: Labelled & ComponentProps<"select">) {
  const id = useId();
  return (
    <Around id={id} label={label} hint={hint} error={error}>
      <select {...told(id, { label, hint, error })} className="field" {...select}>
        {children}
      </select>
    </Around>
  );
}

/** A yes or no. */
export function CheckField({
  label,
  hint,
  error,
  ...input
}: Labelled & Omit<ComponentProps<"input">, "type">) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="flex min-h-target items-center gap-3">
        <input type="checkbox" {...told(id, { label, hint, error })} className="size-5" {...input} />
        <span className="text-small font-semibold">{label}</span>
      </label>
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-caption text-dim">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={`${id}-error`} role="alert" className="mt-1 text-small font-medium text-velvet">
          {error}
        </p>
      )}
    </div>
  );
}

/** What went wrong with a form as a whole. */
export function FailureNote({ text }: { readonly text: string | null }) {
  const note = useRef<HTMLParagraphElement>(null);
  // A long form may have been sent from a field far above.
  useEffect(() => {
    note.current?.scrollIntoView({ block: "nearest" });
  }, [text]);
  if (text === null) return null;
  return (
    <p ref={note} role="alert" className="rounded-card border border-velvet/60 bg-velvet/10 p-3 text-small">
      {text}
    </p>
  );
}
