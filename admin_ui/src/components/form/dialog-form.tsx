import { type ReactNode, useEffect, useRef } from "react";
import { type FieldValues } from "react-hook-form";

import { useStaff } from "@/app/staff-app";
import { Dialog } from "@/components/dialog/dialog";
import { firstField } from "@/components/dialog/first-field";

import { FailureNote } from "./fields";
import { type StaffForm } from "./use-staff-form";

interface DialogFormProps<Fields extends FieldValues, Answer> {
  readonly title: string;
  readonly text?: ReactNode;
  /** `side` for forms of many fields. */
  readonly at?: "middle" | "side";
  readonly form: Pick<StaffForm<Fields>, "handleSubmit" | "send" | "failure" | "isSubmitting">;
  /** What the button that sends says; to save unless told. */
  readonly action?: string;
  /** Asks the server. What it refuses is said in the form, which stays open with everything that was typed. */
  readonly send: (fields: Fields) => Promise<Answer>;
  /** Told what the server answered. The dialog closes afterwards. */
  readonly onDone: (answer: Answer) => void | Promise<void>;
  readonly onClose: () => void;
  /** False while what the form needs is on its way: nothing can be sent yet. */
  readonly ready?: boolean;
  readonly children?: ReactNode;
}

/** A form in a dialog: Enter sends it, Escape gives it up, and what went wrong is said above the buttons. */
export function DialogForm<Fields extends FieldValues, Answer>(props: DialogFormProps<Fields, Answer>) {
  const { title, text, at = "middle", form, action, send, onDone, onClose, ready = true, children } = props;
  const { t } = useStaff();
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // A form that opened before its fields were there begins at the first of them all the same.
    if (ready) firstField(fields.current)?.focus();
  }, [ready]);
  const submit = form.handleSubmit(async (fields) => {
    // Wrapped, for there are answers that are nothing.
    const done = await form.send(async () => ({ answer: await send(fields) }));
    if (done === null) return;
    await onDone(done.answer);
    onClose();
  });
  return (
    <Dialog title={title} text={text} at={at} onClose={onClose}>
      <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <div ref={fields} className="grid gap-4 empty:hidden">
          {children}
        </div>
        <FailureNote text={form.failure} />
        <div className="flex justify-end gap-3">
          <button type="button" className="btn" onClick={onClose}>
            {t("action.cancel")}
          </button>
          <button type="submit" className="btn btn-go" disabled={!ready || form.isSubmitting}>
            {action ?? t("action.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
