import { type ReactNode } from "react";

import { DialogForm } from "@/components/form/dialog-form";
import { ReasonField } from "@/components/form/reason-field";
import { useStaffForm } from "@/components/form/use-staff-form";

interface ReasonDialogProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** What the button says. */
  readonly action: string;
  /** Whether it may go without a reason. */
  readonly optional?: boolean;
  readonly run: (reason: string) => Promise<unknown>;
  readonly onDone: () => void | Promise<void>;
  readonly onClose: () => void;
}

/** Asks why, and does it. The reason goes into the audit log. */
export function ReasonDialog({ optional = false, run, ...dialog }: ReasonDialogProps) {
  const form = useStaffForm({ reason: "" });
  return (
    <DialogForm {...dialog} form={form} send={({ reason }) => run(reason.trim())}>
      <ReasonField
        optional={optional}
        error={form.errorAt("reason")}
        register={(rules) => form.register("reason", rules)}
      />
    </DialogForm>
  );
}
