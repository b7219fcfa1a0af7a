"""Forecasts and prices: how fast a served model is, to the one that was fitted, and the server around it."""

from benchmarks import pricing
from benchmarks.rounds import Figure, within
from ml.measuring import measure as measure_models


def measure() -> list[Figure]:
    """Run all parts; some minutes."""
    models = [
        within(figure.name, figure.what, figure.value, figure.at_most, unit=figure.unit)
        for figure in measure_models()
    ]
    return models + pricing.measure()
