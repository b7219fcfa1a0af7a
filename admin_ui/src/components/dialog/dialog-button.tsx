import { type ReactNode, useState } from "react";

interface DialogButtonProps {
  readonly label: string;
  readonly className?: string;
  /** The dialog; it is given what closes it. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button, and the dialog that it opens. */
export function DialogButton({ label, className = "btn btn-go", children }: DialogButtonProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className={className}
        onClick={() => {
          setOpen(true);
        }}
      >
        {label}
      </button>
      {open
        ? children(() => {
            setOpen(false);
          })
        : null}
    </>
  );
}
