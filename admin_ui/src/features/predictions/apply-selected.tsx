import { type AppliedPrices, type Prediction } from "@movie-magic/client-sdk/staff";
import { useState } from "react";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ConfirmDialog } from "@/components/dialog/confirm-dialog";
import { useTell } from "@/components/dialog/notices";

import { mayBeApplied } from "./filter";
import { Goal } from "./goal";
import { Outcome } from "./outcome";
import { useApply } from "./use-predictions";
import { WhichShow } from "./which-show";

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
  const [answer, setAnswer] = useState<AppliedPrices["items"] | null>(null);
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
            setAnswer(items);
          }}
        />
      ) : null}
      {answer === null ? null : (
        <Outcome
          items={answer}
          rows={rows}
          onClose={() => {
            setAnswer(null);
            onDone();
          }}
        />
      )}
    </>
  );
}

interface ConfirmProps {
  readonly rows: readonly Prediction[];
  /** How many of the chosen cannot be changed. */
  readonly left: number;
  readonly onClose: () => void;
  /** Given what became of each show. */
  readonly onAnswer: (items: AppliedPrices["items"]) => void;
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
        tell(t("prediction.applied", { count: items.filter(({ applied }) => applied).length }));
        onAnswer(items);
      }}
      onClose={onClose}
    >
      <ul className="grid max-h-72 gap-2 overflow-auto text-small">
        {rows.map((row) => (
          <li key={row.show_id} className="flex flex-wrap justify-between gap-x-4">
            <WhichShow show={row} />
            <span className="whitespace-nowrap">
              {formats.money(row.current_price)} → <strong>{formats.money(row.next_price)}</strong>
            </span>
            <span className="w-full text-caption text-dim">
              <Goal show={row} />
            </span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  );
}
