"""What is learned from a training part alone: models, how far to believe them, intervals, the champion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ml.bounds import Bounds
from ml.features import BASE
from ml.intervals import Intervals, knowledge
from ml.shows import Floats, Integers
from ml.training.estimators import KINDS, Matrix
from ml.training.evidence import LEAST_FILMS, Evidence
from ml.training.folds import Rows, rolling, warmed_up
from ml.training.forecaster import SHRINKS, Blend, Corrected, Forecaster, Naive, fit, tickets
from ml.training.intervals import fit_intervals
from ml.training.metrics import Metrics, measure, wape
from ml.training.unconstraining import demand_of

NAIVE, BLEND = "naive", "blend"
Progress = Callable[[str], None]


class TooShort(ValueError):
    """Raised when the shows span too few days to judge anything."""


@dataclass(frozen=True, slots=True)
class Material:
    """What models are fitted on, in the order of time."""

    rows: Matrix
    tickets: Floats
    day: Integers
    film: Integers
    """Number of the film; negative where it is not known."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Shows that were forecast before they were over."""

    tickets: Floats
    known: Floats
    """1 for those of which more was known than their slot."""
    period: Integers
    """Which fold forecast them."""
    bounds: Bounds

    def told(self, log_forecast: Floats) -> Floats:
        """Return what would have been told of them, in tickets."""
        return self.bounds.within(tickets(log_forecast))


@dataclass(frozen=True, slots=True)
class Fitted:
    """A forecaster, how wide it errs, and how it did on days it had not seen."""

    forecaster: Forecaster
    intervals: Intervals
    held_out: Metrics
    forecast: Floats
    """Tickets it said the judged rows would sell, each made by what was fitted on earlier days alone."""
    shrink: float | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """All of them, and which one is to be used."""

    models: dict[str, Fitted]
    champion: str
    why: str
    judged: Rows
    """Positions of the rows that all of them were judged on, in the order of time."""


def fit_all(material: Material, kinds: Sequence[str], seed: int, progress: Progress) -> Field:
    """Fit every kind, judge each on later days than it was fitted on, and choose. Raises ``TooShort``.

    They learn what was wanted, which for a full house is more than it sold, and are judged by what was sold.
    """
    folds = list(rolling(material.day))
    if not folds:
        days = len(np.unique(material.day))
        raise TooShort(
            f"{days} days of shows are too few: models are judged on later days than they learn from"
        )
    judged = np.concatenate([forecast for _, forecast in folds])
    held = material.tickets[judged]
    evidence = Evidence.of(held, material.film[judged], material.day[judged])
    naive = Naive().log_forecast(material.rows[judged])
    known = knowledge(material.rows[judged])
    period = np.repeat(np.arange(len(folds)), [len(forecast) for _, forecast in folds])
    held_out = HeldOut(held, known, period, Bounds.of(material.rows[judged]))
    everything = np.flatnonzero(warmed_up(material.day))
    progress("demand")
    wanted = [demand_of(material.rows[past], material.tickets[past]) for past, _ in folds]
    wanted_of_all = demand_of(material.rows[everything], material.tickets[everything])
    models = {NAIVE: _fitted(Naive(), held_out, naive)}
    forecasts = {NAIVE: naive}
    for kind in kinds:
        progress(f"{kind}: {len(folds)} folds")
        corrections = _held_out(kind, material, folds, wanted, seed)
        shrink = _believed(evidence, held_out, naive, corrections)
        progress(f"{kind}: all {len(everything)} rows")
        model = replace(fit(kind, material.rows[everything], wanted_of_all, seed), shrink=shrink)
        forecasts[kind] = np.maximum(material.rows[judged, BASE] + shrink * corrections, 0)
        models[kind] = _fitted(model, held_out, forecasts[kind], shrink=shrink)
    told = {name: held_out.told(forecast) for name, forecast in forecasts.items()}
    members = _members(evidence, told)
    if len(members) > 1:
        together = np.mean([forecasts[name] for name in members], axis=0)
        blend = Blend(tuple(models[name].forecaster for name in members))
        models[BLEND] = _fitted(blend, held_out, together, members=members)
        told[BLEND] = held_out.told(together)
    champion, why = _choose(evidence, told)
    return Field(models, champion, why, judged)


def _held_out(
    kind: str, material: Material, folds: Sequence[tuple[Rows, Rows]], wanted: Sequence[Floats], seed: int
) -> Floats:
    found = []
    for (past, forecast), demand in zip(folds, wanted, strict=True):
        model: Corrected = fit(kind, material.rows[past], demand, seed)
        found.append(model.correction(material.rows[forecast]))
    return np.concatenate(found)


def _believed(evidence: Evidence, held: HeldOut, naive: Floats, corrections: Floats) -> float:
    """Return the smallest share of the corrections that is as good as the best, within one standard error.

    The one-standard-error rule (Breiman et al. 1984, section 3.4.3), with the naive forecast as the
    simplest tree.
    """
    forecasts = {shrink: held.told(np.maximum(naive + shrink * corrections, 0)) for shrink in SHRINKS}
    best = min(SHRINKS, key=lambda shrink: wape(evidence.tickets, forecasts[shrink]))
    for shrink in SHRINKS:
        loss = evidence.gain(forecasts[best], forecasts[shrink])
        if loss.sum() / evidence.tickets.sum() <= evidence.standard_error(loss):
            return shrink
    return best


def _members(evidence: Evidence, told: dict[str, Floats]) -> tuple[str, ...]:
    """Return the models whose error is within one standard error of the best one's."""
    models = {name: forecast for name, forecast in told.items() if name != NAIVE}
    if not models:
        return ()
    best = min(models, key=lambda name: wape(evidence.tickets, models[name]))
    chosen = []
    for name, forecast in models.items():
        loss = evidence.gain(models[best], forecast)
        if loss.sum() / evidence.tickets.sum() <= evidence.standard_error(loss):
            chosen.append(name)
    return tuple(chosen)


def _choose(evidence: Evidence, told: dict[str, Floats]) -> tuple[str, str]:
    ranked = sorted(told, key=lambda name: wape(evidence.tickets, told[name]))
    for name in ranked:
        if name == NAIVE:
            break
        if evidence.beats(told[name], told[NAIVE], challengers=len(told) - 1):
            return (
                name,
                f"{name} errs least of those that beat the naive forecast beyond one week's or film's luck",
            )
    if evidence.films is not None and evidence.films < LEAST_FILMS:
        return (
            NAIVE,
            f"{evidence.films} films were judged; with fewer than {LEAST_FILMS} no model replaces it",
        )
    return NAIVE, "no model beats the naive forecast beyond one week's or film's luck"


def _fitted(
    forecaster: Forecaster,
    held: HeldOut,
    log_forecast: Floats,
    *,
    shrink: float | None = None,
    members: tuple[str, ...] = (),
) -> Fitted:
    intervals = fit_intervals(held.tickets, log_forecast, held.known, held.period, held.bounds.seats)
    low, high = (held.bounds.within(end) for end in intervals.around(log_forecast, held.known))
    forecast = held.told(log_forecast)
    return Fitted(
        forecaster, intervals, measure(held.tickets, forecast, (low, high)), forecast, shrink, members
    )


ALL_KINDS = tuple(KINDS)
