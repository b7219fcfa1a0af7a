"""The ML engineer's tool: `python -m ml COMMAND`."""

import argparse
import sys

from ml.commands import data, evaluating, making, measuring, registering, simulating
from ml.commands.reading import Refused


def main(arguments: list[str] | None = None) -> int:
    """Read the command line and run the command; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m ml", description="Forecasts of how many tickets shows will sell"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for part in (data, making, evaluating, registering, simulating, measuring):
        part.add(commands)
    options = parser.parse_args(arguments)
    try:
        options.run(options)
    except Refused as refusal:
        print(f"python -m ml: {refusal}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
