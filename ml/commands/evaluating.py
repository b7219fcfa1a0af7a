"""`evaluate`: how well every model does on rows that come after those it was fitted on."""

import argparse
import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from ml.commands.reading import Refused, read_tables, write_json
from ml.datasets.canonical import dataset, joined
from ml.evaluation import evaluate
from ml.training.fitting import ALL_KINDS, TooShort

_HORIZON = re.compile(r"(\d+(?:\.\d+)?)\s*(h|d)")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("evaluate", help="fit on one table, roll through the next a day at a time")
    parser.add_argument("--train", type=Path, required=True, help="shows to fit on")
    parser.add_argument("--test", type=Path, required=True, help="shows to forecast; they start later")
    parser.add_argument("--train-bookings", type=Path)
    parser.add_argument("--test-bookings", type=Path)
    parser.add_argument(
        "--horizon",
        help="how long before its start a show is forecast, such as 24h or 3d; else 24h, or without bookings "
        "the midnight before",
    )
    parser.add_argument("--models", default=",".join(ALL_KINDS))
    parser.add_argument("--programme", choices=("known", "unknown", "auto"), default="auto")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", type=Path, help="where the figures are written; else to standard output")
    parser.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> None:
    if (options.train_bookings is None) != (options.test_bookings is None):
        raise Refused("bookings are needed for both parts or for none")
    train = read_tables(options.train, options.train_bookings)
    test = read_tables(options.test, options.test_bookings)
    if again := set(train.shows["show_id"]) & set(test.shows["show_id"]):
        raise Refused(f"{len(again)} shows are in both parts, {min(again)} among them")
    data = dataset(
        pd.concat([train.shows, test.shows], ignore_index=True),
        None if train.bookings is None else joined(train.bookings, test.bookings),
        programme=options.programme,
    )
    is_test = np.isin(data.shows.show_id.astype(str), test.shows["show_id"].to_numpy(str))
    if data.shows.day[is_test].min() < data.shows.day[~is_test].max():
        raise Refused("the test part must start after the training part ends")
    horizon = hours(options.horizon) if options.horizon else (24.0 if data.bookings is not None else None)
    try:
        found = evaluate(
            data, is_test, horizon_hours=horizon, kinds=kinds(options.models), seed=options.seed,
            progress=lambda step: print(step, file=sys.stderr),
        )  # fmt: skip
    except TooShort as error:
        raise Refused(str(error)) from error
    write_json(options.json, found.as_json())


def kinds(text: str) -> tuple[str, ...]:
    """Return the kinds of model that are named; raises ``Refused`` for one there is not."""
    named = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in named if name not in ALL_KINDS]:
        raise Refused(f"there is no model {unknown[0]!r}; there are {', '.join(ALL_KINDS)}")
    return named


def hours(text: str) -> float:
    """Return a horizon in hours; raises ``Refused``."""
    found = _HORIZON.fullmatch(text.strip())
    if found is None:
        raise Refused(f"{text!r} is no horizon; 24h and 3d are")
    return float(found[1]) * (24 if found[2] == "d" else 1)
