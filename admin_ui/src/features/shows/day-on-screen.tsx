import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { useDayOnScreen } from "@/data/use-programme";

interface DayOnScreenProps {
  readonly screenId: number | null;
  /** The start that is typed. */
  readonly start: string;
  readonly zone: string;
  /** The show that is changed: it is not in its own way. */
  readonly but: number | null;
}

/** What else is on the screen that day, and from when it is free: where there is room for a show. */
export function DayOnScreen({ screenId, start, zone, but }: DayOnScreenProps) {
  const { t } = useStaff();
  const formats = useFormats();
  const { data } = useDayOnScreen(screenId, start.slice(0, 10), zone);
  if (data === undefined) return null;
  const others = data.filter(({ id, status }) => id !== but && status !== "cancelled");
  return (
    <div className="rounded-card border border-line p-3 text-small sm:col-span-2" role="status">
      {others.length === 0 ? (
        <p className="text-dim">{t("show.dayFree")}</p>
      ) : (
        <>
          <p className="mb-1 font-semibold">{t("show.day")}</p>
          <ul className="grid gap-1">
            {others.map(({ id, movie, starts_at, ends_at, free_at }) => (
              <li key={id}>
                {t("show.daySlot", {
                  from: formats.time(starts_at, zone),
                  to: formats.time(ends_at, zone),
                  movie: movie.title,
                  free: formats.time(free_at, zone),
                })}
              </li>
            ))}
          </ul>
          <p className="mt-1 text-caption text-dim">{t("show.dayBreak")}</p>
        </>
      )}
    </div>
  );
}
