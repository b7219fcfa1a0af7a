import { type PredictionDetail } from "@movie-magic/client-sdk/staff";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";

import { useStaff } from "@/app/staff-app";
import { useFormats } from "@/app/use-formats";
import { ContributionBars } from "@/components/chart/contribution-bars";
import { CurveChart } from "@/components/chart/curve-chart";
import { Dialog } from "@/components/dialog/dialog";
import { ErrorState, Ghost } from "@/components/states";
import { useTheatres } from "@/data/use-theatres";

import { ApplySelected } from "./apply-selected";
import { Change } from "./columns";
import { Goal } from "./goal";
import { EndOverride, OverrideDialog } from "./override-dialog";
import { usePrediction } from "./use-predictions";

/** All that is known of one show: the forecast, why, what other prices would do, and what can be done. */
export function PredictionDrawer({
  showId,
  onClose,
}: {
  readonly showId: number;
  readonly onClose: () => void;
}) {
  const { t } = useStaff();
  const formats = useFormats();
  const { zoneOf } = useTheatres();
  const query = usePrediction(showId);
  const show = query.data;
  return (
    <Dialog
      at="side"
      title={show?.movie_title ?? t("prediction.show")}
      text={
        show === undefined
          ? undefined
          : `${show.theatre.name}, ${show.screen.name} · ${formats.moment(show.starts_at, zoneOf(show.theatre.id))}`
      }
      onClose={onClose}
    >
      {show !== undefined ? (
        <Detail show={show} />
      ) : query.isError ? (
        <ErrorState error={query.error} again={() => void query.refetch()} />
      ) : (
        <Ghost lines={7} label={t("table.loading")} />
      )}
    </Dialog>
  );
}

function Detail({ show }: { readonly show: PredictionDetail }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { zoneOf } = useTheatres();
  const [overriding, setOverriding] = useState(false);
  return (
    <div className="grid gap-7">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3">
        <Fact name={t("prediction.tickets")}>
          {formats.whole(show.expected_tickets)}{" "}
          <span className="text-dim">
            ({formats.whole(show.low)}–{formats.whole(show.high)})
          </span>
        </Fact>
        <Fact name={t("prediction.sold")}>
          {t("prediction.soldOf", { sold: formats.whole(show.sold), seats: formats.whole(show.capacity) })}
        </Fact>
        <Fact name={t("prediction.confidence")}>{formats.share(show.confidence)}</Fact>
        <Fact name={t("prediction.price")}>{formats.money(show.current_price)}</Fact>
        <Fact name={t("prediction.recommended")}>
          {formats.money(show.recommended_price)} <Change percent={show.change_percent} formats={formats} />
        </Fact>
        <Fact name={t("prediction.next")}>
          {formats.money(show.next_price)}
          <span className="block text-caption font-normal text-dim">
            <Goal show={show} />
          </span>
        </Fact>
        <Fact name={t("prediction.revenueExpected")}>
          {formats.money(show.expected_revenue)}
          <span className="block text-caption font-normal text-dim">
            {t("prediction.bookedAndToCome", {
              booked: formats.money(show.booked_revenue),
              toCome: formats.money(show.expected_revenue_to_come),
            })}
          </span>
        </Fact>
        <Fact name={t("prediction.bounds")}>
          {formats.money(show.floor)} – {formats.money(show.ceiling)}
        </Fact>
      </dl>

      {show.override === null ? null : (
        <p className="rounded-card border border-beam/60 bg-beam/10 p-3 text-small">
          {t("prediction.overridden", {
            name: show.override.by?.name ?? t("prediction.somebody"),
            until: formats.moment(show.override.until, zoneOf(show.theatre.id)),
            reason: show.override.reason,
          })}
        </p>
      )}
      {show.held_out ? <p className="text-small text-dim">{t("prediction.heldOutText")}</p> : null}

      <div className="flex flex-wrap gap-3">
        {show.override === null ? <ApplySelected rows={[show]} onDone={() => undefined} /> : null}
        <button
          type="button"
          className="btn btn-small"
          onClick={() => {
            setOverriding(true);
          }}
        >
          {t(show.override === null ? "prediction.override" : "prediction.overrideAgain")}
        </button>
        {show.override === null ? null : <EndOverride show={show} />}
        <Link to={`/shows/${show.show_id}/prices`} className="btn btn-small btn-quiet">
          {t("prediction.history")}
        </Link>
      </div>

      <Why show={show} />
      <Grid show={show} />
      {overriding ? (
        <OverrideDialog
          show={show}
          onClose={() => {
            setOverriding(false);
          }}
        />
      ) : null}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-caption text-dim">{name}</dt>
      <dd className="text-lead font-semibold">{children}</dd>
    </div>
  );
}

/** What moves this forecast away from the usual show's. */
function Why({ show }: { readonly show: PredictionDetail }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { explanation } = show;
  return (
    <section aria-labelledby="why">
      <h3 id="why" className="text-title">
        {t("prediction.why")}
      </h3>
      <p className="mb-2 text-small text-dim">
        {t(explanation.exact ? "prediction.whyExact" : "prediction.whyAbout", {
          typical: formats.whole(explanation.typical_tickets),
          expected: formats.whole(show.expected_tickets),
        })}
      </p>
      <ContributionBars
        headers={{ name: t("prediction.reason"), amount: t("prediction.tickets") }}
        format={formats.signed}
        items={explanation.items.map(({ meaning, value, contribution }) => ({
          name: meaning,
          value: value === null ? "–" : formats.plain(value),
          amount: contribution,
        }))}
      />
    </section>
  );
}

/** What other prices would bring. */
function Grid({ show }: { readonly show: PredictionDetail }) {
  const { t } = useStaff();
  const formats = useFormats();
  const { currency } = show.current_price;
  if (show.grid.length < 2) return null;
  const best = show.grid.reduce((one, other) =>
    other.expected_revenue.amount > one.expected_revenue.amount ? other : one,
  );
  const money = (amount: number) => formats.money({ amount: Math.round(amount), currency });
  return (
    <CurveChart
      title={t("prediction.grid")}
      summary={t("prediction.gridSays", {
        price: formats.money(best.price),
        revenue: formats.money(best.expected_revenue),
      })}
      labels={{ x: t("prediction.price"), y: t("prediction.revenue") }}
      textOf={{ x: money, y: money }}
      points={show.grid.map(({ price, expected_revenue }) => ({
        x: price.amount,
        y: expected_revenue.amount,
      }))}
      marks={[
        { x: show.current_price.amount, label: t("prediction.now"), kind: "present" },
        { x: show.recommended_price.amount, label: t("prediction.advised"), kind: "advised" as const },
      ]}
      table={{
        headers: [t("prediction.price"), t("prediction.tickets"), t("prediction.revenue")],
        rows: show.grid.map((row) => [
          formats.money(row.price),
          formats.whole(row.expected_tickets),
          formats.money(row.expected_revenue),
        ]),
      }}
    />
  );
}
