"""`train`: fit, choose, export, and register."""

import argparse
import sys
from pathlib import Path

from ml.commands.evaluating import kinds
from ml.commands.reading import Refused, read_tables
from ml.datasets.canonical import dataset
from ml.exporting.parity import NoParity
from ml.making import train
from ml.registry import Registry
from ml.training.fitting import ALL_KINDS, TooShort


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("train", help="fit on a folder's shows.csv and, if there, bookings.csv")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", default=",".join(ALL_KINDS))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--register", action="store_true", help="keep every version in the registry")
    parser.add_argument("--promote", action="store_true", help="and put the champion to use")
    parser.add_argument("--registry", type=Path, default=Path("onnx_models"))
    parser.set_defaults(run=_train)


def _train(options: argparse.Namespace) -> None:
    bookings = options.data / "bookings.csv"
    tables = read_tables(options.data / "shows.csv", bookings if bookings.is_file() else None)
    try:
        made = train(
            dataset(tables.shows, tables.bookings), kinds=kinds(options.models), seed=options.seed,
            progress=lambda step: print(step, file=sys.stderr),
        )  # fmt: skip
    except (NoParity, TooShort) as error:
        raise Refused(str(error)) from error
    registry = Registry(options.registry)
    for kind, version in made.versions.items():
        metrics = version.card["metrics"]
        print(
            f"{'*' if kind == made.champion else ' '} {version.version:32} wape {metrics['wape']:.4f}  "
            f"mae {metrics['mae']:.2f}  covered {metrics['coverage90']:.3f}  "
            f"parity {version.card['parity']:.1e}"
        )
        if options.register or options.promote:
            try:
                registry.register(version.version, version.model, version.card)
            except ValueError as error:
                raise Refused(str(error)) from error
    print(f"champion: {made.champion}: {made.why}")
    if options.promote:
        registry.promote(made.versions[made.champion].version)
