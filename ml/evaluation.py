"""How well everything does on rows that no choice was made on: fit on one part, roll through the next."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ml.bounds import Bounds
from ml.datasets.canonical import Dataset
from ml.features import features
from ml.history import History
from ml.intervals import knowledge
from ml.shows import Moments, midnight_before
from ml.training.fitting import ALL_KINDS, Field, Material, Progress, fit_all
from ml.training.forecaster import tickets
from ml.training.metrics import Metrics, measure

_MINUTE = np.timedelta64(1, "m")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The champion, chosen on the training part alone, and everybody's errors on the test part."""

    field: Field
    metrics: dict[str, Metrics]

    def as_json(self) -> dict[str, Any]:
        """Return what `python -m ml evaluate` writes."""
        return {
            "champion": self.field.champion,
            "why": self.field.why,
            "models": {name: asdict(metrics) for name, metrics in self.metrics.items()},
            "held_out": {name: asdict(model.held_out) for name, model in self.field.models.items()},
        }


def evaluate(
    data: Dataset,
    is_test: np.ndarray,
    *,
    horizon_hours: float | None,
    kinds: Sequence[str] = ALL_KINDS,
    seed: int,
    progress: Progress,
) -> Evaluation:
    """Fit on the rows that are not test, forecast those that are.

    A row knows outcomes of days before its as-of day, and bookings before its as-of time, whichever part
    they are in; nothing is fitted on test rows. The as-of time is ``horizon_hours`` before the start, or,
    if None, the midnight before it.
    """
    rows = features(History(data.shows, data.bookings), data.shows, as_of(data, horizon_hours), data.bookings)
    material = material_of(data, rows)
    field = fit_all(_some(material, ~is_test), kinds, seed, progress)
    sold = material.tickets[is_test]
    known, bounds = knowledge(rows[is_test]), Bounds.of(rows[is_test])
    metrics = {}
    for name, model in field.models.items():
        forecast = model.forecaster.log_forecast(rows[is_test])
        low, high = (bounds.within(end) for end in model.intervals.around(forecast, known))
        metrics[name] = measure(sold, bounds.within(tickets(forecast)), (low, high))
    return Evaluation(field, metrics)


def as_of(data: Dataset, horizon_hours: float | None) -> Moments:
    """Return the moment at which each show is forecast."""
    if horizon_hours is None:
        return midnight_before(data.shows.starts_at)
    return data.shows.starts_at - round(horizon_hours * 60) * _MINUTE


def material_of(data: Dataset, rows: np.ndarray) -> Material:
    """Return what models are fitted on."""
    names, film = np.unique(data.shows.movie.astype(str), return_inverse=True)
    film = np.where(names[film] == "", -1, film)
    return Material(rows, data.shows.tickets, data.shows.day, film)


def _some(material: Material, which: np.ndarray) -> Material:
    return Material(material.rows[which], material.tickets[which], material.day[which], material.film[which])
