"""How fast forecasts are served: ratios to the library that fitted the model, measured in turn."""

import statistics
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from threadpoolctl import threadpool_limits

from ml.bounds import Bounds
from ml.datasets.canonical import Dataset, dataset
from ml.datasets.synthetic import generate
from ml.datasets.validation import validate_bookings, validate_shows
from ml.evaluation import as_of
from ml.exporting.model import to_onnx
from ml.features import NAMES, features
from ml.history import History
from ml.making import learned_from, typical
from ml.predictor import Predictor
from ml.recommendation import Demand, Rules, recommend
from ml.training.fitting import Material
from ml.training.forecaster import Corrected, fit, tickets
from ml.training.intervals import fit_intervals

TIMED = ("linear", "boosting", "tabnet")
_ROUNDS = 5
_BATCH = 200
_CATALOGUE = 10_000
_SHOWS = 3_000
_SEED = 7
_ELASTICITY = -1.2
_TWO_TAILS = 3.29
"""Standard deviations between the ends of a 90 % interval."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure."""

    name: str
    what: str
    value: float
    at_most: float
    unit: str


def measure(kinds: tuple[str, ...] = TIMED) -> list[Measured]:
    """Fit each kind on synthetic shows, then time both forms of it; some minutes."""
    world = generate(_SHOWS, _SEED)
    shows, _ = validate_shows(world.shows)
    bookings, _ = validate_bookings(world.bookings, shows)
    data = dataset(shows, bookings)
    material = learned_from(data)
    found = []
    for kind in kinds:
        forecaster = fit(kind, material.rows, material.tickets, _SEED)
        predictor = _served(kind, forecaster, material)
        with threadpool_limits(limits=1):  # the peer, too, has one core
            found += _of_kind(kind, forecaster, predictor, material.rows)
        if kind == "boosting":
            found.append(_catalogue(data, predictor))
    return found


def _of_kind(kind: str, forecaster: Corrected, predictor: Predictor, rows: np.ndarray) -> list[Measured]:
    one, many = rows[:1], rows[:_BATCH]
    peer = "PyTorch" if kind == "tabnet" else "scikit-learn"
    alone, spread = [], []
    for _ in range(_ROUNDS):
        native = _seconds(lambda: forecaster.estimator.predict(one[:, forecaster.columns]))
        served = _seconds(lambda: predictor.tickets(one))
        batch = _seconds(lambda: predictor.tickets(many)) / _BATCH
        alone.append(served / native)
        spread.append(batch / served)
    return [
        Measured(
            f"{kind}_one_row", f"one row, to {peer}'s predict of the same pipeline", statistics.median(alone),
            0.15 if kind == "tabnet" else 0.05, "ratio",
        ),
        Measured(
            f"{kind}_batch", f"a row of {_BATCH}, to one row alone", statistics.median(spread), 0.05, "ratio"
        ),
    ]  # fmt: skip


def _catalogue(data: Dataset, predictor: Predictor) -> Measured:
    """Forecast and price many shows: features, model, interval, and every price of the grid."""
    history = History(data.shows, data.bookings)
    which = np.arange(_CATALOGUE) % len(data)
    shows, moments = data.shows.take(which), as_of(data, 24.0)[which]

    def priced() -> None:
        rows = features(history, shows, moments)
        forecasts = predictor.forecast(rows)
        spread = np.log1p(forecasts.high) - np.log1p(forecasts.low)
        demand = Demand(
            forecasts.tickets,
            spread / _TWO_TAILS,
            np.full(_CATALOGUE, _ELASTICITY),
            np.nan_to_num(shows.capacity),
        )
        recommend(demand, np.ones(_CATALOGUE), Rules())

    seconds = statistics.median(_seconds(priced, least=1) for _ in range(_ROUNDS))
    return Measured(
        "catalogue",
        f"{_CATALOGUE:,} shows forecast, each with its grid of prices, on one core",
        seconds,
        2.0,
        "s",
    )


def _served(kind: str, forecaster: Corrected, material: Material) -> Predictor:
    log_forecast = forecaster.log_forecast(material.rows)
    interval = fit_intervals(
        material.tickets,
        log_forecast,
        np.zeros(len(log_forecast)),
        np.zeros(len(log_forecast), dtype=np.int64),
        Bounds.of(material.rows).seats,
    )
    probe = material.rows[:4]
    card = {
        "version": kind, "kind": kind, "interval": interval.as_json(),
        "features": list(NAMES), "typical": typical(material.rows),
        "probe": {"rows": probe.tolist(), "tickets": tickets(forecaster.log_forecast(probe)).tolist()},
    }  # fmt: skip
    return Predictor(to_onnx(forecaster), card)


def _seconds(work: Callable[[], object], *, least: int = 20) -> float:
    """Return how long a call takes: the mean over enough calls to be told from the clock."""
    work()
    calls = 0
    began = perf_counter()
    while calls < least or perf_counter() - began < 0.2:  # noqa: PLR2004 # seconds
        work()
        calls += 1
    return (perf_counter() - began) / calls
