"""`python -m server.house …`: what the Makefile calls."""

import argparse
import os
import sys
from collections.abc import Sequence

from server.house.console import Console
from server.house.failure import HouseError
from server.house.settings import ROOT, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. What goes wrong is one line on standard error."""
    parser = argparse.ArgumentParser(prog="python -m server.house", description="The house on one machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="bring the whole house up until Ctrl-C")
    commands.add_parser("doctor", help="say what a start would use, and what stands in its way")
    commands.add_parser("build-web", help="install and build the web clients, if anything changed")
    commands.add_parser("chromium", help="find or install a Chromium for the browser tests; print its path")
    commands.add_parser("cluster-redis", help="find or install a Redis for the cluster tests; print its path")
    commands.add_parser("known-holes", help="ask the package indexes about known holes of dependencies")
    npm = commands.add_parser("npm", help="run npm with the house's Node, packages installed first")
    npm.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args(arguments)
    console = Console()
    try:
        return _run(options, console)
    except HouseError as error:
        console.fail(str(error))
        return 1
    except KeyboardInterrupt:
        console.fail("interrupted; nothing is left running")
        return 130


def _run(options: argparse.Namespace, console: Console) -> int:  # noqa: RET503 - execve never returns
    # Each command imports only what it needs: `npm` must not wait for the rest.
    settings = read_settings()
    if options.command == "up":
        from server.house.up import House

        House(settings, console).run()
        return 0
    if options.command == "doctor":
        from server.house.doctor import examine

        return 0 if examine(settings, console) else 1
    if options.command == "chromium":
        from server.house.chromium import install_chromium

        console.say(str(install_chromium(console, settings.home / "logs")))
        return 0

    if options.command == "cluster-redis":
        from server.house.cluster_redis import install_cluster_redis

        console.say(str(install_cluster_redis(console, settings.home / "logs")))
        return 0

    from server.house.node import find_node
    from server.house.web import WebClients

    node = find_node()
    web = WebClients(ROOT, node, logs=settings.home / "logs", console=console)
    if options.command == "build-web":
        web.build()
        return 0
    web.install()
    if options.command == "known-holes":
        from server.house.known_holes import look

        npm = [str(node.program), str(node.npm)]
        return 0 if look(ROOT, npm, node.environment(), console) else 1
    os.chdir(ROOT)
    command = [str(node.program), str(node.npm), *options.arguments]
    os.execve(node.program, command, dict(node.environment()))  # noqa: S606 - npm's exit code and signals are ours


if __name__ == "__main__":
    sys.exit(main())
