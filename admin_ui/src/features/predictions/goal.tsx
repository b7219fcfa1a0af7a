import { type Prediction } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTheatres } from "@/data/use-theatres";

/** When the next step can be made, where a price is to end, and when it is there at the soonest. */
export function Goal({
  show,
}: {
  readonly show: Pick<
    Prediction,
    | "next_price"
    | "recommended_price"
    | "steps_to_goal"
    | "next_step_at"
    | "goal_at"
    | "theatre"
    | "current_price"
    | "may_apply"
  >;
}) {
  const { t } = useStaff();
  const formats = useFormats();
  const { zoneOf } = useTheatres();
  const zone = zoneOf(show.theatre.id);
  const timeOf = (moment: string) => `${formats.moment(moment, zone)} ${formats.zone(moment, zone)}`;
  if (show.steps_to_goal === 0) return t("prediction.noStep");
  if (show.may_apply && show.steps_to_goal === 1) return t("prediction.isGoal");
  const goal = formats.money(show.recommended_price);
  const until =
    show.goal_at === null
      ? t("prediction.goalNever", { goal })
      : t("prediction.goalAt", { goal, count: show.steps_to_goal, time: timeOf(show.goal_at) });
  return show.may_apply || show.next_step_at === null
    ? until
    : `${t("prediction.nextStepAt", { time: timeOf(show.next_step_at) })} ${until}`;
}
