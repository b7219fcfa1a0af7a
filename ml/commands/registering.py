"""`models`, `promote`, `rollback` and `export`: what lies in the registry."""

import argparse
from collections.abc import Callable
from pathlib import Path

from ml.commands.reading import Refused
from ml.registry import BrokenVersion, Registry, UnknownVersion

Command = Callable[[argparse.Namespace], None]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add all of them."""
    for name, what, run in (
        ("models", "list the versions; the one in use has a star", _list),
        ("promote", "put a version to use", _promote),
        ("rollback", "put the version before to use again", _roll_back),
        ("export", "copy a version's model to a file", _export),
    ):
        parser = commands.add_parser(name, help=what)
        parser.add_argument("--registry", type=Path, default=Path("onnx_models"))
        if name == "promote":
            parser.add_argument("version")
        if name == "export":
            parser.add_argument("--version", required=True)
            parser.add_argument("--out", type=Path, required=True)
        parser.set_defaults(run=_refusing(run))


def _refusing(run: Command) -> Command:
    def refused(options: argparse.Namespace) -> None:
        try:
            run(options)
        except (UnknownVersion, BrokenVersion) as error:
            raise Refused(str(error)) from error

    return refused


def _list(options: argparse.Namespace) -> None:
    registry = Registry(options.registry)
    in_use = registry.in_use()
    for version in registry.versions():
        metrics = version.card["metrics"]
        star = "*" if in_use is not None and in_use.name == version.name else " "
        print(
            f"{star} {version.name:32} {version.card['created_at']}  wape {metrics['wape']:.4f}  "
            f"mae {metrics['mae']:.2f}  {version.card['data']['shows']} shows"
        )


def _promote(options: argparse.Namespace) -> None:
    print(f"{Registry(options.registry).promote(options.version).name} is in use")


def _roll_back(options: argparse.Namespace) -> None:
    print(f"{Registry(options.registry).roll_back().name} is in use again")


def _export(options: argparse.Namespace) -> None:
    options.out.write_bytes(Registry(options.registry).get(options.version).model)
    print(f"{options.version} in {options.out}")
