import { type ReactNode } from "react";

import { DialogForm } from "@/components/form/dialog-form";
import { useStaffForm } from "@/components/form/use-staff-form";

interface ConfirmDialogProps<Answer> {
  readonly title: string;
  readonly text?: ReactNode;
  /** What the button says. */
  readonly action: string;
  readonly run: () => Promise<Answer>;
  readonly onDone: (answer: Answer) => void | Promise<void>;
  readonly onClose: () => void;
  /** What it is about, where a sentence does not say it. */
  readonly children?: ReactNode;
}

/** Asks whether to do what cannot be undone, does it, and says why where the server refuses. */
export function ConfirmDialog<Answer>({ run, ...dialog }: ConfirmDialogProps<Answer>) {
  const form = useStaffForm({});
  return <DialogForm {...dialog} form={form} send={run} />;
}
