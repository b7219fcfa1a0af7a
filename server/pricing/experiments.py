"""Experiments over ways to set prices: which arm a show is in, and what each arm brought."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import exp, log, sqrt
from statistics import fmean, variance
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from server.core import audit
from server.core import cursor as cursors
from server.core.clock import now
from server.core.db import rows
from server.core.errors import Invalid, NotFound
from server.core.tokens import Caller
from server.core.wire import MoneyOut
from server.pricing.assignment import Arm, arm_of
from server.pricing.errors import ExperimentEnded
from server.pricing.models import Experiment
from server.pricing.schemas import ExperimentIn, ExperimentOut, ExperimentQuery, ResultOut, status_of
from server.venues.asking import WHOLE
from server.venues.sellable import SEAT_COUNTS

_CURSORS = cursors.Cursors("experiments", cursors.MOMENT, cursors.ID)
LEAST_SHOWS = 20
"""Shows of an arm below which nothing is said of how sure its uplift is."""
_SURE = 1.959964
"""Of the standard normal distribution, for 95 %."""

# What each show that is over brought: what was paid for its tickets and not given back. Revenue is also
# taken relative to what its seats cost at their base, so that large halls do not drown small ones.
_BROUGHT = f"""
    SELECT s.id, t.currency, count(k.id) FILTER (WHERE k.status IN ('valid', 'used')) AS tickets,
           coalesce(sum(k.price - k.refunded)
               FILTER (WHERE k.status IN ('valid', 'used', 'cancelled')), 0)::bigint AS revenue,
           (room.capacity * (SELECT min(p.amount) FROM show_prices p WHERE p.show_id = s.id))::float8 AS worth
    FROM shows s JOIN theatres t ON t.id = s.theatre_id JOIN seat_layouts l ON l.id = s.layout_id
    {SEAT_COUNTS}
    LEFT JOIN tickets k ON k.show_id = s.id
    WHERE s.starts_at >= $1 AND s.starts_at < $2 AND s.sales_close_at <= now() AND s.status <> 'cancelled'
      AND (cardinality($3::int[]) = 0 OR s.theatre_id = ANY($3))
    GROUP BY s.id, t.currency, room.capacity
"""  # noqa: S608 # constants of the server


@dataclass(frozen=True, slots=True)
class Brought:
    """One show that is over."""

    show_id: int
    tickets: int
    revenue: int
    """Minor units."""
    worth: float
    """What all its seats would bring at the lowest base price, minor units."""


async def create(wanted: ExperimentIn, *, caller: Caller, address: str) -> Experiment:
    """Make an experiment, inside a transaction; raises ``Invalid``."""
    await _ensure_one_currency(wanted)
    made = await Experiment.create(**_stored(wanted), created_by=caller.user_id)
    await _record(caller, "experiment.create", made, None, address)
    return made


async def change(experiment_id: UUID, wanted: ExperimentIn, *, caller: Caller, address: str) -> Experiment:
    """Change an experiment that has not begun, inside a transaction.

    Raises ``NotFound``, ``ExperimentEnded`` for one that has, and ``Invalid``.
    """
    experiment = await _locked(experiment_id)
    if _status(experiment) != "planned":
        raise ExperimentEnded
    await _ensure_one_currency(wanted)
    before = _picture(experiment)
    experiment.update_from_dict(_stored(wanted))
    await experiment.save()
    await _record(caller, "experiment.change", experiment, before, address)
    return experiment


async def end(experiment_id: UUID, *, caller: Caller, address: str) -> Experiment:
    """End an experiment, inside a transaction; again it changes nothing. Raises ``NotFound``."""
    experiment = await _locked(experiment_id)
    if _status(experiment) != "ended":
        before = _picture(experiment)
        experiment.ended_at = now()
        await experiment.save(update_fields=["ended_at"])
        await _record(caller, "experiment.end", experiment, before, address)
    return experiment


async def get(experiment_id: UUID) -> Experiment:
    """Return an experiment; raises ``NotFound``."""
    return _existing(await Experiment.filter(id=experiment_id).first())


async def page(query: ExperimentQuery) -> tuple[list[Experiment], str | None]:
    """Return one page of experiments, newest first, and the next cursor; raises ``BadCursor``."""
    chosen = Experiment.all()
    if after := _CURSORS.decode(query.cursor):
        created_at, last_id = after
        chosen = chosen.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, id__lt=last_id))
    found = await chosen.order_by("-created_at", "-id").limit(query.limit + 1)
    shown = found[: query.limit]
    more = len(found) > query.limit
    return shown, _CURSORS.encode(shown[-1].created_at, shown[-1].id) if more else None


async def running() -> list[Experiment]:
    """Return the experiments that shows may be drawn into now, the earliest first."""
    return await Experiment.filter(ended_at=None, ends_at__gt=now()).order_by("created_at", "id")


def arm_for(
    experiments: Sequence[Experiment], *, show_id: int, theatre_id: int, starts_at: datetime
) -> Arm | None:
    """Return the arm that sets a show's price; the earliest experiment that has the show decides."""
    for experiment in experiments:
        here = not experiment.theatre_ids or theatre_id in experiment.theatre_ids
        if here and experiment.starts_at <= starts_at < experiment.ends_at:
            return arm_of(experiment.id, arms_of(experiment), show_id)
    return None


def arms_of(experiment: Experiment) -> list[Arm]:
    """Return an experiment's arms."""
    return [Arm(**arm) for arm in experiment.arms]  # type: ignore[arg-type] # written by ``_stored``


async def results(experiment: Experiment) -> list[ResultOut]:
    """Return what each arm brought, from shows that are over, compared with the first arm."""
    end = min(experiment.ended_at or experiment.ends_at, experiment.ends_at)
    found = await rows(_BROUGHT, [experiment.starts_at, end, list(experiment.theatre_ids)])
    arms = arms_of(experiment)
    by_arm: dict[str, list[Brought]] = defaultdict(list)
    for show in found:
        brought = Brought(show["id"], show["tickets"], show["revenue"], show["worth"] or 0.0)
        by_arm[arm_of(experiment.id, arms, show["id"]).name].append(brought)
    currency = found[0]["currency"] if found else await _currency_of(list(experiment.theatre_ids))
    return compare([arm.name for arm in arms], by_arm, currency)


def compare(names: Sequence[str], by_arm: Mapping[str, Sequence[Brought]], currency: str) -> list[ResultOut]:
    """Return each arm's figures and its uplift over the first.

    The uplift is a ratio of mean revenues, each relative to the show's worth; its 95 % interval is that of
    the ratio's logarithm by the delta method, shows being what was drawn.
    """
    reference = [show.revenue / show.worth for show in by_arm.get(names[0], ()) if show.worth]
    made = []
    for name in names:
        shows = by_arm.get(name, ())
        relative = [show.revenue / show.worth for show in shows if show.worth]
        uplift = low = high = None
        if name != names[0] and relative and reference and fmean(reference) > 0 and fmean(relative) > 0:
            ratio = log(fmean(relative) / fmean(reference))
            uplift = _percent(ratio)
            if min(len(relative), len(reference)) >= LEAST_SHOWS:
                error = sqrt(_relative_variance(relative) + _relative_variance(reference))
                low, high = _percent(ratio - _SURE * error), _percent(ratio + _SURE * error)
        made.append(
            ResultOut(
                arm=name,
                shows=len(shows),
                tickets=sum(show.tickets for show in shows),
                revenue_per_show=MoneyOut(
                    amount=round(fmean([show.revenue for show in shows])) if shows else 0, currency=currency
                ),
                uplift_percent=uplift,
                low=low,
                high=high,
            )
        )
    return made


def shown(experiment: Experiment, found: list[ResultOut] | None = None) -> ExperimentOut:
    """Make the wire shape of an experiment."""
    return ExperimentOut.model_validate(
        {
            "id": experiment.id,
            "name": experiment.name,
            "theatre_ids": experiment.theatre_ids,
            "starts_at": experiment.starts_at,
            "ends_at": experiment.ends_at,
            "arms": [_arm_out(arm) for arm in arms_of(experiment)],
            "status": _status(experiment),
            "created_at": experiment.created_at,
            "results": found,
        }
    )


def _percent(log_ratio: float) -> float:
    return round(100 * (exp(log_ratio) - 1), 2)


def _relative_variance(values: Sequence[float]) -> float:
    """Return the variance of the mean's logarithm."""
    return variance(values) / len(values) / fmean(values) ** 2


def _arm_out(arm: Arm) -> dict[str, Any]:
    def multiple(points: int | None) -> float | None:
        return None if points is None else points / WHOLE

    return {
        "name": arm.name, "share": arm.share / WHOLE, "policy": arm.policy, "floor": multiple(arm.floor),
        "ceiling": multiple(arm.ceiling), "step": multiple(arm.step),
    }  # fmt: skip


def _stored(wanted: ExperimentIn) -> dict[str, Any]:
    def points(multiple: float | None) -> int | None:
        return None if multiple is None else round(multiple * WHOLE)

    arms = [
        {
            "name": arm.name, "share": round(arm.share * WHOLE), "policy": arm.policy,
            "floor": points(arm.floor), "ceiling": points(arm.ceiling), "step": points(arm.step),
        }
        for arm in wanted.arms
    ]  # fmt: skip
    return {**wanted.model_dump(exclude={"arms"}), "arms": arms}


async def _ensure_one_currency(wanted: ExperimentIn) -> None:
    found = {
        one["id"]: one["currency"]
        for one in await rows(
            "SELECT id, currency FROM theatres WHERE cardinality($1::int[]) = 0 OR id = ANY($1)",
            [wanted.theatre_ids],
        )
    }
    if unknown := [theatre for theatre in wanted.theatre_ids if theatre not in found]:
        message = f"There is no theatre {unknown[0]}"
        raise Invalid(errors=[{"field": "theatre_ids", "code": "unknown", "message": message}])
    if len({*found.values()}) > 1:
        message = "Theatres of several currencies cannot be compared: choose those of one"
        raise Invalid(errors=[{"field": "theatre_ids", "code": "several_currencies", "message": message}])


async def _currency_of(theatre_ids: list[int]) -> str:
    found = await rows(
        "SELECT currency FROM theatres WHERE cardinality($1::int[]) = 0 OR id = ANY($1) LIMIT 1",
        [theatre_ids],
    )
    return str(found[0]["currency"]) if found else "INR"


def _status(experiment: Experiment) -> str:
    return status_of(experiment.starts_at, experiment.ends_at, experiment.ended_at, now())


async def _locked(experiment_id: UUID) -> Experiment:
    return _existing(await Experiment.filter(id=experiment_id).select_for_update().first())


def _existing(experiment: Experiment | None) -> Experiment:
    if experiment is None:
        raise NotFound("There is no such experiment")
    return experiment


def _picture(experiment: Experiment) -> dict[str, Any]:
    return shown(experiment).model_dump(mode="json", exclude={"created_at", "results"})


async def _record(
    caller: Caller, action: audit.Action, experiment: Experiment, before: object, address: str
) -> None:
    await audit.record(
        caller, action, f"experiment:{experiment.id}", before=before, after=_picture(experiment),
        address=address,
    )  # fmt: skip
