import { type AppliedPrices, type Prediction } from "@movie-magic/client-sdk/staff";
import { useState } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ConfirmDialog } from "@/components/dialog/confirm-dialog";
import { Dialog } from "@/components/dialog/dialog";
import { useTell } from "@/components/dialog/notices";

import { mayBeApplied } from "./filter";
import { useApply } from "./use-predictions";

/** As many as the server takes at once. */
const most = 500;

/** Puts the recommended prices of the chosen shows in force, after showing what that means. */
export function ApplySelected({
  rows,
  onDone,
}: {
  readonly rows: readonly Prediction[];
  readonly onDone: () => void;
}) {
  const { t } = useStaff();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<AppliedPrices["items"] | null>(null);
  const names = new Map(rows.map((row) => [row.show_id, `${row.movie_title}, ${row.theatre.name}`]));
  const able = rows.filter(mayBeApplied).slice(0, most);
  return (
    <>
      <button
        type="button"
        className="btn btn-small btn-go"
        disabled={able.length === 0}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t("prediction.applyTo", { count: able.length })}
      </button>
      {asking ? (
        <Confirm
          rows={able}
          left={rows.length - able.length}
          onClose={() => {
            setAsking(false);
          }}
          onAnswer={(items) => {
            setAsking(false);
            if (items.length > 0) setRefused(items);
            else onDone();
          }}
        />
      ) : null}
      {refused === null ? null : (
        <Dialog
          title={t("prediction.notApplied", { count: refused.length })}
          onClose={() => {
            setRefused(null);
            onDone();
          }}
        >
          <ul className="grid gap-3 text-small">
            {refused.map(({ show_id, why }) => (
              <li key={show_id}>
                <span className="font-semibold">{names.get(show_id) ?? show_id}</span>
                <span className="block text-dim">{why}</span>
              </li>
            ))}
          </ul>
        </Dialog>
      )}
    </>
  );
}

interface ConfirmProps {
  readonly rows: readonly Prediction[];
  /** How many of the chosen cannot be changed. */
  readonly left: number;
  readonly onClose: () => void;
  /** Given the shows that were not changed. */
  readonly onAnswer: (refused: AppliedPrices["items"]) => void;
}

function Confirm({ rows, left, onClose, onAnswer }: ConfirmProps) {
  const { t } = useStaff();
  const formats = useFormats();
  const tell = useTell();
  const apply = useApply();
  return (
    <ConfirmDialog
      title={t("prediction.applyTitle", { count: rows.length })}
      text={left === 0 ? t("prediction.applyText") : t("prediction.applyTextLeft", { count: left })}
      action={t("prediction.apply")}
      run={() => apply.mutateAsync(rows.map(({ show_id }) => show_id))}
      onDone={({ items }) => {
        const refused = items.filter(({ applied }) => !applied);
        tell(t("prediction.applied", { count: items.length - refused.length }));
        onAnswer(refused);
      }}
      onClose={onClose}
    >
      <ul className="grid max-h-72 gap-2 overflow-auto text-small">
        {rows.map((row) => (
          <li key={row.show_id} className="flex flex-wrap justify-between gap-x-4">
            <span>
              {row.movie_title} · {row.theatre.name}
            </span>
            <span>
              {formats.money(row.current_price)} → <strong>{formats.money(row.recommended_price)}</strong>
            </span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
