import { type ReactNode, type SubmitEvent } from "react";

import { FailureNote } from "./failure-note";

/** One part of the settings, under its name. */
export function SettingsPanel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="panel grid gap-4 p-5">
      <h2 className="text-title">{title}</h2>
      {children}
    </section>
  );
}

/** What stands there now, right under the name of the part. */
export function SettingsLead({ children }: { readonly children: ReactNode }) {
  return <p className="-mt-2 break-words">{children}</p>;
}

interface SettingsFormProps {
  readonly onSubmit: (event: SubmitEvent<HTMLFormElement>) => Promise<void>;
  /** What went wrong with the form as a whole. */
  readonly failure: string | null;
  readonly actions: ReactNode;
  /** What was done, said beside the buttons. */
  readonly done?: string | null;
  readonly children: ReactNode;
}

/** A form of the settings: fields, what went wrong, buttons, what was done. */
export function SettingsForm({ onSubmit, failure, actions, done = null, children }: SettingsFormProps) {
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void onSubmit(event)}>
      {children}
      <FailureNote text={failure} />
      <div className="flex flex-wrap items-center gap-3">
        {actions}
        <p role="status" className="text-small text-mint">
          {done}
        </p>
      </div>
    </form>
  );
}
