import { categoryName } from "@movie-magic/client-sdk/seatmap";
import { type AppliedPrices, type Prediction } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { Dialog } from "@/components/dialog/dialog";
import { useTheatres } from "@/data/use-theatres";

import { WhichShow } from "./which-show";

type Applied = AppliedPrices["items"][number];

interface OutcomeProps {
  readonly items: readonly Applied[];
  /** The shows that were chosen, by name. */
  readonly rows: readonly Prediction[];
  readonly onClose: () => void;
}

/** What became of the prices that were applied: each that changed, from what to what, and each that did not, and why. */
export function Outcome({ items, rows, onClose }: OutcomeProps) {
  const { t } = useStaff();
  const changed = items.filter(({ applied }) => applied);
  const left = items.filter(({ applied }) => !applied);
  const byId = new Map(rows.map((row) => [row.show_id, row]));
  return (
    <Dialog title={t("prediction.applied", { count: changed.length })} onClose={onClose}>
      <div className="grid gap-5 text-small">
        {changed.length === 0 ? null : (
          <ul className="grid gap-4">
            {changed.map((item) => (
              <li key={item.show_id}>
                <ShowName row={byId.get(item.show_id)} showId={item.show_id} />
                <Changes item={item} row={byId.get(item.show_id)} />
              </li>
            ))}
          </ul>
        )}
        {left.length === 0 ? null : (
          <section aria-labelledby="left">
            <h3 id="left" className="mb-2 text-lead">
              {t("prediction.notApplied", { count: left.length })}
            </h3>
            <ul className="grid gap-3">
              {left.map((item) => (
                <li key={item.show_id}>
                  <ShowName row={byId.get(item.show_id)} showId={item.show_id} />
                  <Why item={item} row={byId.get(item.show_id)} />
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Dialog>
  );
}

function ShowName({ row, showId }: { readonly row: Prediction | undefined; readonly showId: number }) {
  return row === undefined ? (
    <span className="block font-semibold">{showId}</span>
  ) : (
    <WhichShow show={row} className="font-semibold" />
  );
}

/** From what to what, category by category, and how far it is to the goal. */
function Changes({ item, row }: { readonly item: Applied; readonly row: Prediction | undefined }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { zoneOf } = useTheatres();
  const zone = row === undefined ? null : zoneOf(row.theatre.id);
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
        {item.categories.map(({ category, from, to }) => (
          <div key={category} className="contents">
            <dt className="text-dim first-letter:uppercase">{categoryName(category, t)}</dt>
            <dd className="whitespace-nowrap">
              {formats.money(from)} → <strong>{formats.money(to)}</strong>
            </dd>
          </div>
        ))}
      </dl>
      {item.goal === null ? null : (
        <p className="text-caption text-dim">
          {item.steps_to_goal === 0
            ? t("prediction.atGoal")
            : item.goal_at === null || zone === null
              ? t("prediction.goalNever", { goal: formats.money(item.goal) })
              : t("prediction.goalAt", {
                  goal: formats.money(item.goal),
                  count: item.steps_to_goal,
                  time: `${formats.moment(item.goal_at, zone)} ${formats.zone(item.goal_at, zone)}`,
                })}
        </p>
      )}
    </>
  );
}

/** Why a price was left as it is; where it only has to wait, from when on it can be moved. */
function Why({ item, row }: { readonly item: Applied; readonly row: Prediction | undefined }) {
  const { t, nameOf } = useStaff();
  const formats = useFormats();
  const { zoneOf } = useTheatres();
  const { why: code, next_step_at: from } = item;
  const words = code === null ? t("prediction.noStep") : nameOf("prediction.left", code);
  if (code !== "too_soon" || from === null || row === undefined)
    return <span className="block text-dim">{words}</span>;
  const zone = zoneOf(row.theatre.id);
  const time = `${formats.moment(from, zone)} ${formats.zone(from, zone)}`;
  return <span className="block text-dim">{`${words} ${t("prediction.nextStepAt", { time })}`}</span>;
}
