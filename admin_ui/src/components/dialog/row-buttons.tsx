import { useStaff } from "@/app/staff-app";

interface RowButtonsProps {
  /** What the row is, for whoever hears the button without it. */
  readonly name: string;
  /** Undefined where it cannot be changed. */
  readonly onChange?: (() => void) | undefined;
  readonly onDelete?: (() => void) | undefined;
}

/** What can be done to what a row stands for. */
export function RowButtons({ name, onChange, onDelete }: RowButtonsProps) {
  const { t } = useStaff();
  return (
    <span className="flex gap-2">
      {onChange === undefined ? null : (
        <button
          type="button"
          className="btn btn-small"
          aria-label={t("row.changeOf", { name })}
          onClick={onChange}
        >
          {t("row.change")}
        </button>
      )}
      {onDelete === undefined ? null : (
        <button
          type="button"
          className="btn btn-small btn-quiet"
          aria-label={t("row.deleteOf", { name })}
          onClick={onDelete}
        >
          {t("row.delete")}
        </button>
      )}
    </span>
  );
}
