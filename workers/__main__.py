"""``python -m workers work`` runs the actors, ``python -m workers clock`` says what is due.

``python -m workers audit`` looks once for anything that must never be, and ends with 1 if it finds some;
``python -m workers dead`` lists jobs that were given up, and ``--retry`` tries them again. It also counts
jobs that only another version of the program knows.
"""

import argparse
import asyncio
import os
import sys

from dramatiq.cli import main as dramatiq_main
from dramatiq.cli import make_argument_parser

from server.core import start
from server.core.logs import configure
from server.settings import Settings, get_settings
from workers import clock, operate


def main() -> int:
    """Run one of the two commands."""
    parser = argparse.ArgumentParser(prog="python -m workers", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    work = commands.add_parser("work", help="run the actors")
    work.add_argument("--processes", type=int, default=1)
    work.add_argument("--threads", type=int, default=4)
    commands.add_parser("clock", help="sweep, expire, relay")
    commands.add_parser("audit", help="look for anything that must never be")
    dead = commands.add_parser("dead", help="list jobs that were given up")
    dead.add_argument("--retry", action="store_true", help="try all of them again")
    chosen = parser.parse_args()
    stays = chosen.command in {"work", "clock"}
    settings = start.settings_for_service() if stays else get_settings()
    configure(settings.log_format)
    if chosen.command == "clock":
        asyncio.run(clock.run(settings))
        return 0
    if chosen.command == "audit":
        return asyncio.run(operate.audit(settings))
    if chosen.command == "dead":
        return asyncio.run(operate.dead(settings, retry=chosen.retry))
    return _work(settings, chosen.processes, chosen.threads)


def _work(settings: Settings, processes: int, threads: int) -> int:
    # Those who are buying come first where they share the processors with what can wait a moment.
    os.nice(settings.worker_nice)
    options = make_argument_parser().parse_args(
        [
            "--processes", str(processes),
            "--threads", str(threads),
            "--worker-shutdown-timeout", "10000",
            "workers.broker:connect",
            "workers.actors",
        ]
    )  # fmt: skip
    return int(dramatiq_main(options))


if __name__ == "__main__":
    sys.exit(start.run(main))
