import { type Today } from "@movie-magic/client-sdk/staff";
import { useQuery } from "@tanstack/react-query";

import { useMay } from "@/app/guarded";
import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { HourBars } from "@/components/chart/hour-bars";
import { Page, Tile, Tiles } from "@/components/page";
import { ErrorState, Ghost } from "@/components/states";
import { useHouseNews } from "@/data/use-house-news";
import { useTheatres } from "@/data/use-theatres";

import { ForecastQuality } from "./forecast-quality";
import { ShowsToday } from "./shows-today";
import { TheatresToday } from "./theatres-today";

/** The day so far: what was sold, what it brought, how full the house is. Moves as the house moves. */
export function TodayPage() {
  const { t } = useStaff();
  const manager = useMay("manager");
  return (
    <Page title={t("nav.today")} lead={t(manager ? "today.lead" : "today.staffLead")}>
      {manager ? <TodaysFigures /> : <ShowsToday />}
    </Page>
  );
}

const refetchMs = 60_000;

function TodaysFigures() {
  const { t, api } = useStaff();
  const said = useHouseNews().today;
  const query = useQuery({
    queryKey: ["today"],
    queryFn: ({ signal }) => api.analytics.today({ signal }),
    refetchInterval: refetchMs,
  });
  const asked = query.data;
  const today =
    said !== null && (asked === undefined || Date.parse(said.as_of) > Date.parse(asked.as_of)) ? said : asked;
  if (today === undefined)
    return query.isError ? (
      <ErrorState error={query.error} again={() => void query.refetch()} />
    ) : (
      <Ghost lines={6} label={t("table.loading")} />
    );
  return <Figures today={today} />;
}

function Figures({ today }: { readonly today: Today }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { houseZone, zonesDiffer } = useTheatres();
  const asOf = formats.time(today.as_of, houseZone);
  const revenue = today.currencies.map(({ revenue: sum }) => formats.money(sum));
  const conversion = conversionOf(today.conversion);
  const refunded = today.currencies.filter((each) => each.refunded.amount > 0);
  return (
    <>
      <Tiles>
        <Tile
          label={t("today.revenue")}
          value={revenue.length === 0 ? "–" : revenue}
          note={
            refunded.length === 0
              ? undefined
              : t("today.refunded", { sum: refunded.map((each) => formats.money(each.refunded)).join(", ") })
          }
        />
        <Tile
          label={t("today.tickets")}
          value={formats.whole(today.tickets)}
          note={t("today.bookings", { count: today.bookings })}
        />
        <Tile
          label={t("today.occupancy")}
          value={formats.share(today.occupancy)}
          note={t("today.seats", { seats: formats.whole(today.seats), count: today.shows })}
        />
        <Tile
          label={t("today.conversion")}
          value={conversion === null ? "–" : formats.share(conversion)}
          note={t("today.asOf", {
            time: zonesDiffer ? `${asOf} ${formats.zone(today.as_of, houseZone)}` : asOf,
          })}
        />
      </Tiles>
      <div className="panel p-5">
        <HourBars
          title={t("today.byHour")}
          summary={t("today.byHourSays", { zone: formats.zone(today.as_of, houseZone) })}
          labels={{ x: t("today.hour"), y: t("today.tickets") }}
          format={formats.whole}
          bars={today.by_hour.map(({ hour, tickets }) => ({
            key: hour,
            label: formats.time(hour, houseZone),
            value: tickets,
          }))}
          table={{
            headers: [t("today.hour"), t("today.tickets"), t("today.revenue")],
            rows: today.by_hour.map(({ hour, tickets, revenue: sums }) => [
              formats.time(hour, houseZone),
              formats.whole(tickets),
              sums.map(formats.money).join(", "),
            ]),
          }}
        />
      </div>
      <TheatresToday today={today} />
      <ForecastQuality />
    </>
  );
}

/** Of what was booked today and waits no more, how much was paid; null where that is nothing yet. */
function conversionOf({ bookings, paid, waiting }: Today["conversion"]): number | null {
  const decided = bookings - waiting;
  return decided <= 0 ? null : paid / decided;
}
