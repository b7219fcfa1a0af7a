"""`generate` and `validate`."""

import argparse
from pathlib import Path

from ml.commands.reading import Refused, examined, write_json
from ml.datasets.synthetic import generate


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both."""
    making = commands.add_parser("generate", help="write synthetic shows and bookings")
    making.add_argument("--shows", type=int, default=20_000)
    making.add_argument("--seed", type=int, default=7)
    making.add_argument("--out", type=Path, required=True, help="a folder, made if there is none")
    making.set_defaults(run=_generate)
    checking = commands.add_parser("validate", help="say what is wrong with a table of shows")
    checking.add_argument("shows", type=Path)
    checking.add_argument("--bookings", type=Path)
    checking.add_argument("--json", type=Path, help="where the report is written")
    checking.set_defaults(run=_validate)


def _generate(options: argparse.Namespace) -> None:
    if options.shows < 1:
        raise Refused("--shows must be at least 1")
    world = generate(options.shows, options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    world.shows.to_csv(options.out / "shows.csv", index=False, date_format="%Y-%m-%dT%H:%M:%S")
    world.bookings.to_csv(options.out / "bookings.csv", index=False, date_format="%Y-%m-%dT%H:%M:%S")
    print(f"{len(world.shows)} shows and {len(world.bookings)} bookings in {options.out}")


def _validate(options: argparse.Namespace) -> None:
    tables = examined(options.shows, options.bookings)
    if options.json is not None:
        write_json(options.json, [report.as_json() for report in tables.reports])
    tables.ensure_usable()
