"""`bench`: how fast forecasts are served."""

import argparse
from dataclasses import asdict
from pathlib import Path

from ml.commands.evaluating import kinds
from ml.commands.reading import write_json
from ml.measuring import TIMED, measure


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("bench", help="time served models against those that were fitted")
    parser.add_argument("--models", default=",".join(TIMED))
    parser.add_argument("--json", type=Path, help="where the figures are written; else to standard output")
    parser.set_defaults(run=_bench)


def _bench(options: argparse.Namespace) -> None:
    write_json(options.json, [asdict(figure) for figure in measure(kinds(options.models))])
