"""Making versions: fit on a whole dataset, export, compare, and describe on a card."""

import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version as library_version
from typing import Any

import numpy as np

from ml.datasets.canonical import Dataset
from ml.evaluation import as_of, material_of
from ml.exporting.model import to_onnx
from ml.exporting.parity import parity
from ml.features import NAMES, features
from ml.history import History
from ml.shows import Floats
from ml.training.estimators import Matrix
from ml.training.fitting import Field, Fitted, Material, Progress, fit_all
from ml.training.forecaster import tickets

LEADS = (336.0, 168.0, 72.0, 24.0, 6.0, 1.0)
"""Hours before the start at which every show is learned from, where its bookings are known."""
_LIBRARIES = ("numpy", "onnx", "onnxruntime", "pytorch-tabnet", "scikit-learn", "skl2onnx", "torch")
_PROBES = 16
_POINTS = 300
"""Pairs on a card for people to look at."""


@dataclass(frozen=True, slots=True)
class Made:
    """A version that may be registered."""

    version: str
    model: bytes
    card: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Training:
    """What came of a training: every version, and which one is the champion."""

    versions: dict[str, Made]
    """By kind."""
    champion: str
    why: str
    material: Material
    field: Field


def train(data: Dataset, *, kinds: Sequence[str], seed: int, progress: Progress) -> Training:
    """Fit every kind, choose, and export all of them; raises ``NoParity``."""
    began = time.perf_counter()
    progress("features")
    material = learned_from(data)
    field = fit_all(material, kinds, seed, progress)
    seconds = time.perf_counter() - began
    digest = fingerprint(material)
    about = {
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "data": {
            "sha256": digest,
            "shows": len(data),
            "rows": len(material.rows),
            "bookings": None if data.bookings is None else len(data.bookings.show),
            "first_day": str(data.shows.starts_at.min().astype("datetime64[D]")),
            "last_day": str(data.shows.starts_at.max().astype("datetime64[D]")),
        },
        "features": list(NAMES),
        "seed": seed,
        "seconds": round(seconds, 1),
        "libraries": {name: library_version(name) for name in _LIBRARIES}
        | {"python": platform.python_version()},
        "typical": typical(material.rows),
    }
    versions = {}
    for kind, fitted in field.models.items():
        progress(f"{kind}: export")
        versions[kind] = _made(kind, fitted, material, field, about)
    return Training(versions, field.champion, field.why, material, field)


def learned_from(data: Dataset) -> Material:
    """Return the rows of a dataset: every show as of each lead, or without bookings as of its midnight."""
    history = History(data.shows, data.bookings)
    leads = (None,) if data.bookings is None else LEADS
    parts = [
        material_of(data, features(history, data.shows, as_of(data, lead), data.bookings)) for lead in leads
    ]
    day = np.concatenate([part.day for part in parts])
    order = np.argsort(day, kind="stable")
    return Material(
        rows=np.concatenate([part.rows for part in parts])[order],
        tickets=np.concatenate([part.tickets for part in parts])[order],
        day=day[order],
        film=np.concatenate([part.film for part in parts])[order],
    )


def fingerprint(material: Material) -> str:
    """Return the SHA-256 of what was learned from."""
    digest = sha256(np.ascontiguousarray(material.rows).tobytes())
    digest.update(material.tickets.tobytes())
    return digest.hexdigest()


def points(forecast: Floats, sold: Floats) -> list[list[float]]:
    """Return up to 300 pairs of what was forecast and what was sold, evenly over time."""
    chosen = np.linspace(0, len(sold) - 1, min(_POINTS, len(sold))).astype(int)
    return [[round(float(forecast[row]), 2), float(sold[row])] for row in chosen]


def typical(rows: Matrix) -> list[float | None]:
    """Return the median of every feature; None for one that no row has."""
    columns = [column[np.isfinite(column)] for column in rows.T]
    return [float(np.median(column)) if len(column) else None for column in columns]


def _made(kind: str, fitted: Fitted, material: Material, field: Field, about: dict[str, Any]) -> Made:
    model = to_onnx(fitted.forecaster)
    difference = parity(model, fitted.forecaster, material.rows)
    # By what it was learned from and what was learned: another release learns otherwise from the same rows.
    version = f"{kind}-{about['data']['sha256'][:8]}-{sha256(model).hexdigest()[:8]}"
    probe = material.rows[np.linspace(0, len(material.rows) - 1, _PROBES).astype(int)]
    card = about | {
        "kind": kind,
        "members": list(fitted.members),
        "believed": fitted.shrink,
        "metrics": asdict(fitted.held_out),
        "champion": field.champion,
        "why": field.why,
        "interval": fitted.intervals.as_json(),
        "points": points(fitted.forecast, material.tickets[field.judged]),
        "parity": difference,
        "probe": {
            "rows": [[None if np.isnan(value) else float(value) for value in row] for row in probe],
            "tickets": tickets(fitted.forecaster.log_forecast(probe)).tolist(),
        },
    }
    return Made(version, model, card)
