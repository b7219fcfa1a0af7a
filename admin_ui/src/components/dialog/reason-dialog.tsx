import { type ReactNode } from "react";

import { useStaff } from "@/app/staff-app";
import { FailureNote, TextArea } from "@/components/form/fields";
import { useStaffForm } from "@/components/form/use-staff-form";

import { Dialog } from "./dialog";

interface ReasonDialogProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** What the button says. */
  readonly action: string;
  /** Whether it may go without a reason. */
  readonly optional?: boolean;
  readonly run: (reason: string) => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks why, and does it. The reason goes into the audit log. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, text, action, optional = false, run, onDone, onClose } = props;
  const { t } = useStaff();
  const form = useStaffForm({ reason: "" });
  const submit = form.handleSubmit(async ({ reason }) => {
    const done = await form.send(async () => {
      await run(reason.trim());
      return true;
    });
    if (done !== null) onDone();
  });
  return (
    <Dialog title={title} text={text} onClose={onClose}>
      <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
        <TextArea
          label={t(optional ? "form.reasonOptional" : "form.reason")}
          hint={t("form.reasonHint")}
          error={form.errorAt("reason")}
          {...form.register("reason", {
            validate: (reason) =>
              (optional && reason.trim() === "") || reason.trim().length >= 3 || t("form.reasonNeeded"),
          })}
        />
        <FailureNote text={form.failure} />
        <div className="flex justify-end gap-3">
          <button type="button" className="btn" onClick={onClose}>
            {t("action.cancel")}
          </button>
          <button type="submit" className="btn btn-go" disabled={form.isSubmitting}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
