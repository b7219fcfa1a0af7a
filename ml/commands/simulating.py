"""`simulate`: what policies of pricing would earn in seasons whose truth is known."""

import argparse
import sys
from pathlib import Path

from ml.commands.reading import Refused, write_json
from ml.recommendation import Rules
from ml.simulation.policies import POLICIES
from ml.simulation.study import study

_USUAL = Rules()


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("simulate", help="play seasons with several ways to set prices")
    parser.add_argument("--policy", default="ml,fixed,oracle", help=f"of {', '.join(POLICIES)}")
    parser.add_argument("--seeds", type=int, default=20, help="how many seasons")
    parser.add_argument("--shows", type=int, default=6_000, help="shows a seed, of which a third is priced")
    parser.add_argument("--floor", type=float, default=_USUAL.floor)
    parser.add_argument("--ceiling", type=float, default=_USUAL.ceiling)
    parser.add_argument("--step", type=float, default=_USUAL.step)
    parser.add_argument("--json", type=Path)
    parser.set_defaults(run=_simulate)


def _simulate(options: argparse.Namespace) -> None:
    policies = [name.strip() for name in options.policy.split(",") if name.strip()]
    if unknown := [name for name in policies if name not in POLICIES]:
        raise Refused(f"there is no policy {unknown[0]!r}; there are {', '.join(POLICIES)}")
    try:
        rules = Rules(floor=options.floor, ceiling=options.ceiling, step=options.step)
    except ValueError as error:
        raise Refused(str(error)) from error
    found = study(
        policies,
        range(options.seeds),
        shows=options.shows,
        rules=rules,
        progress=lambda step: print(step, file=sys.stderr),
    )
    write_json(options.json, found)
