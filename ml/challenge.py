"""Champion and challenger: whether what was just trained may replace the version in use by itself.

Both are judged on the same held-out shows, of days that neither was fitted on. The challenger's forecasts
were made there by what was fitted on earlier days alone, the other's by itself, as it would be served.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ml.exporting.parity import MOST as MOST_PARITY
from ml.making import Made, Training
from ml.predictor import Predictor, UnusableModel
from ml.training.evidence import Evidence
from ml.training.metrics import Metrics, measure

MARGIN = 0.01
"""How much less a challenger must err: a hundredth of the incumbent's WAPE, and by more than luck."""
LEAST_COVERAGE = 0.85
"""Share of the window's shows that must lie within the challenger's 90 % interval."""


@dataclass(frozen=True, slots=True)
class Window:
    """The shows that were forecast by both."""

    rows: int
    first_day: str
    last_day: str
    films: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a challenge, in words and numbers."""

    better: bool
    why: str
    challenger: str
    incumbent: str | None
    window: Window | None = None
    challenger_metrics: Metrics | None = None
    incumbent_metrics: Metrics | None = None

    def as_json(self) -> dict[str, Any]:
        """Return plain values: both sides with their errors on the window."""
        return {
            "better": self.better,
            "why": self.why,
            "margin": MARGIN,
            "window": None if self.window is None else asdict(self.window),
            "challenger": _side(self.challenger, self.challenger_metrics),
            "incumbent": None if self.incumbent is None else _side(self.incumbent, self.incumbent_metrics),
        }


def challenge(
    training: Training, incumbent: Predictor | None, *, learned_until: np.datetime64 | None = None
) -> Verdict:
    """Compare the champion of a training with the version in use, which may be none.

    ``learned_until`` is the last day of shows that the version in use was fitted on, where these may be the
    same shows; None where they are others altogether.
    """
    made = training.versions[training.champion]
    name = incumbent.version if incumbent is not None else None
    if (fault := _fault(made)) is not None:
        return Verdict(better=False, why=fault, challenger=made.version, incumbent=name)
    if incumbent is None:
        return Verdict(better=True, why="no version is in use", challenger=made.version, incumbent=None)
    if incumbent.version == made.version:
        return Verdict(
            better=False, why="the same data made the version in use", challenger=made.version, incumbent=name
        )
    return _compared(training, made, incumbent, learned_until)


def _compared(
    training: Training, made: Made, incumbent: Predictor, learned_until: np.datetime64 | None
) -> Verdict:
    material, field = training.material, training.field
    newer = np.ones(len(field.judged), dtype=bool)
    if learned_until is not None:
        newer = material.day[field.judged] > learned_until.astype("datetime64[D]").astype(np.int64)
    if not newer.any():
        why = f"no held-out show is newer than those that {incumbent.version} was fitted on"
        return Verdict(better=False, why=why, challenger=made.version, incumbent=incumbent.version)
    window = field.judged[newer]
    sold, day = material.tickets[window], material.day[window]
    evidence = Evidence.of(sold, material.film[window], day)
    theirs = incumbent.forecast(material.rows[window])
    ours = field.models[training.champion].forecast[newer]
    served = Predictor(made.model, made.card | {"version": made.version}).forecast(material.rows[window])
    challenger = measure(sold, ours, (served.low, served.high))
    held = measure(sold, theirs.tickets, (theirs.low, theirs.high))
    better, why = _judged(evidence, ours, theirs.tickets, challenger, held)
    return Verdict(
        better=better, why=why, challenger=made.version, incumbent=incumbent.version,
        window=Window(
            rows=len(window),
            first_day=str(day.min().astype("datetime64[D]")),
            last_day=str(day.max().astype("datetime64[D]")),
            films=evidence.films,
        ),
        challenger_metrics=challenger, incumbent_metrics=held,
    )  # fmt: skip


def _judged(
    evidence: Evidence, ours: Any, theirs: Any, challenger: Metrics, incumbent: Metrics
) -> tuple[bool, str]:
    gain = 1 - challenger.wape / incumbent.wape if incumbent.wape > 0 else 0.0
    said = f"a WAPE of {challenger.wape:.4f} against {incumbent.wape:.4f}"
    if gain < MARGIN:
        return False, f"{said} is not {MARGIN:.0%} better"
    if challenger.coverage90 is None or challenger.coverage90 < LEAST_COVERAGE:
        return False, f"{said}, but its intervals hold {challenger.coverage90:.1%} of the shows, not 90 %"
    if not evidence.beats(ours, theirs):
        return False, f"{said} may be one week's or film's luck"
    return True, f"{said} is {gain:.1%} better, beyond one week's or film's luck"


def _fault(made: Made) -> str | None:
    """Say what forbids a version to be served at all; None when nothing does."""
    if made.card["parity"] > MOST_PARITY:
        return f"its export differs from what was fitted by {made.card['parity']:.1e}"
    try:
        Predictor(made.model, made.card | {"version": made.version})
    except UnusableModel as error:
        return str(error)
    return None


def _side(version: str, metrics: Metrics | None) -> dict[str, Any]:
    return {"version": version, "metrics": None if metrics is None else asdict(metrics)}
