"""One version of a model in this process: forecasts, how sure they are, and what speaks for them.

numpy and onnxruntime only. A session runs on the thread that asks, without threads of its own and without
spinning: a forecast of one show costs some microseconds, less than handing it over would.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ml.bounds import Bounds
from ml.features import NAMES
from ml.intervals import Intervals, knowledge
from ml.shows import Floats

INPUT, OUTPUT = "features", "tickets"

Rows = NDArray[np.float32]


class UnusableModel(ValueError):
    """Raised for a model that cannot be loaded or does not answer as its card says."""


@dataclass(frozen=True, slots=True)
class Forecasts:
    """One element a show, in tickets."""

    tickets: Floats
    low: Floats
    high: Floats

    def within(self, bounds: Bounds) -> "Forecasts":
        """Return what will be sold where so many are wanted."""
        return Forecasts(*(bounds.within(end) for end in (self.tickets, self.low, self.high)))

    @property
    def confidence(self) -> Floats:
        """Return the share of width that the interval leaves: 1 − (high − low) / (high + low).

        1 where the interval is a point, 0 where it begins at nobody.
        """
        together = self.low + self.high
        share = np.divide(self.high - self.low, together, out=np.zeros_like(together), where=together > 0)
        return 1 - share


def session_of(model: bytes) -> onnxruntime.InferenceSession:
    """Return a session in which a model is served."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    # The graph was optimized where it was exported; here that would hold up every thread of the process.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Predictor:
    """A model with its card; safe to use from several threads."""

    def __init__(self, model: bytes, card: dict[str, Any]) -> None:
        self.card = card
        self.version: str = card["version"]
        self.level: float = card["interval"]["level"]
        try:
            self._session = session_of(model)
        except Exception as error:  # onnxruntime raises types of its own, without a common one
            raise UnusableModel(f"{self.version} cannot be loaded: {error}") from error
        self._intervals = Intervals.from_json(card["interval"])
        self._check()

    def forecast(self, rows: Rows) -> Forecasts:
        """Return what will be sold, for rows of the feature matrix: as many as there are seats at most."""
        return self.wanted(rows).within(Bounds.of(rows))

    def wanted(self, rows: Rows) -> Forecasts:
        """Return what is wanted, be there as many seats or not."""
        tickets = self.tickets(rows)
        return Forecasts(tickets, *self._intervals.around(np.log1p(tickets), knowledge(rows)))

    def tickets(self, rows: Rows) -> Floats:
        """Return what the model itself says: how many are wanted."""
        (found,) = self._session.run([OUTPUT], {INPUT: rows})
        tickets: Floats = found.astype(float)
        return tickets

    def _check(self) -> None:
        """Refuse a model made for other features, or one that does not say what it said when it was made."""
        if tuple(self.card.get("features", ())) != NAMES:
            raise UnusableModel(f"{self.version} was made for other features than this program knows")
        probe = self.card["probe"]
        rows = np.array(probe["rows"], dtype=np.float32)
        try:
            said = self.tickets(rows)
        except Exception as error:  # as above
            raise UnusableModel(f"{self.version} does not answer: {error}") from error
        if not np.allclose(said, probe["tickets"], rtol=1e-3, atol=1e-2):
            raise UnusableModel(f"{self.version} does not say here what it said where it was made")
