import { Icon } from "@/components/icon";

interface RemoveButtonProps {
  /** Which of the list it takes away. */
  readonly label: string;
  readonly className?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** Takes one of a list in a form away. */
export function RemoveButton({ label, className = "mt-6", disabled = false, onClick }: RemoveButtonProps) {
  return (
    <button
      type="button"
      className={`btn btn-round btn-quiet ${className}`}
      disabled={disabled}
      aria-label={label}
      onClick={onClick}
    >
      <Icon name="cross" />
    </button>
  );
}

interface AddButtonProps {
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

/** Adds one to a list in a form. */
export function AddButton({ label, disabled = false, onClick }: AddButtonProps) {
  return (
    <button type="button" className="btn btn-small justify-self-start" disabled={disabled} onClick={onClick}>
      <Icon name="plus" />
      {label}
    </button>
  );
}
