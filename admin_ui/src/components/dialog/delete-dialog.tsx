import { useStaff } from "@/app/staff-app";

import { ConfirmDialog } from "./confirm-dialog";
import { useTell } from "./notices";

interface DeleteDialogProps {
  /** What is deleted. */
  readonly name: string;
  /** What goes with it, and when it cannot be. */
  readonly text: string;
  readonly run: () => Promise<void>;
  /** Has the lists asked again in which it was. */
  readonly changed: () => Promise<void>;
  readonly onClose: () => void;
}

/** Asks whether to delete something for good; what still needs it is said where the server refuses. */
export function DeleteDialog({ name, text, run, changed, onClose }: DeleteDialogProps) {
  const { t } = useStaff();
  const tell = useTell();
  return (
    <ConfirmDialog
      title={t("row.deleteOf", { name })}
      text={text}
      action={t("row.delete")}
      run={run}
      onDone={async () => {
        // The row is gone before the focus goes back, so that it is not put on a button that is about to go.
        await changed();
        tell(t("row.deleted", { name }));
      }}
      onClose={onClose}
    />
  );
}
