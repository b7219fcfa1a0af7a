import { type Prediction } from "@movie-magic/client-sdk/staff";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useTheatres } from "@/data/use-theatres";

/** Where a price is to end, and when it is there if the first step is made now. */
export function Goal({
  show,
}: {
  readonly show: Pick<
    Prediction,
    "next_price" | "recommended_price" | "steps_to_goal" | "goal_at" | "theatre" | "current_price"
  >;
}) {
  const { t } = useStaff();
  const formats = useFormats();
  const { zoneOf } = useTheatres();
  const goal = formats.money(show.recommended_price);
  if (show.next_price.amount === show.current_price.amount) return t("prediction.noStep");
  if (show.next_price.amount === show.recommended_price.amount) return t("prediction.isGoal");
  if (show.goal_at === null) return t("prediction.goalNever", { goal });
  const zone = zoneOf(show.theatre.id);
  return t("prediction.goalAt", {
    goal,
    count: show.steps_to_goal,
    time: `${formats.moment(show.goal_at, zone)} ${formats.zone(show.goal_at, zone)}`,
  });
}
