"""What the training process does: read, validate, fit, export, compare. Files in, files out."""

import json
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from ml.challenge import Verdict, challenge
from ml.datasets import files
from ml.datasets.canonical import Dataset, dataset
from ml.datasets.validation import Report, validate_bookings, validate_shows
from ml.exporting.parity import NoParity
from ml.making import Training, train
from ml.predictor import Predictor, UnusableModel
from ml.registry import Registry
from ml.training.fitting import ALL_KINDS, TooShort
from workers.training import order as names
from workers.training.order import Order
from workers.training.steps import Steps

DONE = 0
_LEAST_SHOWS = 30


class Refused(Exception):
    """Raised when nothing can be trained; the message is for whoever asked for it."""


def run(folder: Path, order: Order, said: TextIO) -> int:
    """Do what is ordered; return the exit code. What failed is said in words in ``failure.json``.

    Raises ``MemoryError`` when it needs more than it may use.
    """
    try:
        _run(folder, order, said)
    except (Refused, NoParity, TooShort, files.Unreadable) as error:
        return _failed(folder, str(error))
    except RuntimeError as error:  # what PyTorch raises when it is refused memory
        if "not enough memory" not in str(error):
            raise
        raise MemoryError from error
    return DONE


def _run(folder: Path, order: Order, said: TextIO) -> None:
    kinds = order.kinds or list(ALL_KINDS)
    steps = Steps(kinds, said)
    out = folder / names.OUT
    data = _data(folder, out, steps)
    made = train(data, kinds=kinds, seed=order.seed, progress=steps.progress)
    steps.begin("register")
    registry = Registry(out)
    for version in made.versions.values():
        registry.register(version.version, version.model, version.card)
    steps.begin("decide")
    verdict = _verdict(folder, order, made).as_json()
    champion = made.versions[made.champion].version
    names.write_json(out / names.OUTCOME, {"champion": champion, "verdict": verdict})


def _data(folder: Path, out: Path, steps: Steps) -> Dataset:
    steps.begin("parse")
    if (past := folder / names.PAST).exists():
        shows, bookings = names.read_past(past)
        if len(shows) < _LEAST_SHOWS:
            raise Refused(f"{len(shows)} shows are over in this house; at least {_LEAST_SHOWS} are needed")
        names.write_json(out / names.REPORT, [])
        return Dataset(shows, bookings)
    raw, raw_bookings = _table(folder, "shows"), _table(folder, "bookings")
    if raw is None:
        raise Refused("There is no table of shows in the job's folder")
    steps.begin("validate")
    table, report = validate_shows(raw)
    reports = [report]
    booked = None
    if raw_bookings is not None and report.usable:
        booked, second = validate_bookings(raw_bookings, table)
        reports.append(second)
    names.write_json(out / names.REPORT, [each.as_json() for each in reports])
    _ensure_usable(reports)
    return dataset(table, booked)


def _table(folder: Path, name: str) -> Any:
    for suffix in (".csv", ".json"):
        if (path := folder / f"{name}{suffix}").exists():
            return files.read(path)
    return None


def _ensure_usable(reports: list[Report]) -> None:
    for report in reports:
        if wrong := [finding for finding in report.findings if finding.deed == "refused"]:
            said = "; ".join(f"{finding.column or 'table'}: {finding.message}" for finding in wrong)
            raise Refused(f"The table of {report.table} cannot be used: {said}")


def _verdict(folder: Path, order: Order, made: Training) -> Verdict:
    """Compare with the version in use; one that this program cannot load is for a person to replace."""
    home = folder / names.INCUMBENT
    if not home.exists():
        return challenge(made, None)
    card = json.loads((home / names.CARD).read_text(encoding="utf-8"))
    try:
        incumbent = Predictor((home / names.MODEL).read_bytes(), card)
    except UnusableModel as error:
        return Verdict(
            better=False, why=f"the version in use cannot be loaded here, so nothing is compared: {error}",
            challenger=made.versions[made.champion].version, incumbent=card["version"],
        )  # fmt: skip
    until = None if order.learned_until is None else np.datetime64(order.learned_until, "D")
    return challenge(made, incumbent, learned_until=until)


def _failed(folder: Path, words: str) -> int:
    names.write_json(folder / names.OUT / names.FAILURE, {"error": words})
    return names.FAILED
