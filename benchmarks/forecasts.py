"""Forecasts: how fast a served model is, to the one that was fitted."""

from benchmarks.rounds import Figure, within
from ml.measuring import measure as measure_models


def measure() -> list[Figure]:
    """Run all parts; some minutes."""
    return [
        within(figure.name, figure.what, figure.value, figure.at_most, unit=figure.unit)
        for figure in measure_models()
    ]
