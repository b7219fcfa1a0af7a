"""``python -m server``: serve, migrate, load the demo house, write the OpenAPI document."""

import argparse
import asyncio
import socket
import sys
from collections.abc import Callable

import orjson

from server.core import start
from server.core.logs import configure
from server.settings import get_settings


def main() -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m server", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve the API")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    commands.add_parser(
        "migrate", help="bring the database to the newest schema, and take in the models that ship"
    )
    commands.add_parser("seed-demo", help="load the demo house, or roll its shows forward")
    admin = commands.add_parser("make-admin", help="make somebody who has an account an admin")
    admin.add_argument("email")
    commands.add_parser("demo-people", help="print who can sign in to the demo house")
    commands.add_parser("openapi", help="print the OpenAPI document")
    chosen = parser.parse_args()
    handlers: dict[str, Callable[[argparse.Namespace], None]] = {
        "serve": _serve,
        "migrate": _migrate,
        "seed-demo": _seed_demo,
        "make-admin": _make_admin,
        "demo-people": _demo_people,
        "openapi": _openapi,
    }
    handlers[chosen.command](chosen)
    return 0


def _serve(chosen: argparse.Namespace) -> None:
    from server.app import create_app
    from server.core.http.patience import PatientProtocol

    settings = start.settings_for_service()
    configure(settings.log_format)
    app = create_app(settings)
    # Each API process binds the port itself and the kernel shares connections among them, so that a
    # supervisor can end or restart any one without the others noticing.
    listener = socket.create_server((chosen.host, chosen.port), reuse_port=True)
    # After a process was lost everybody comes back at once; who finds no room in the queue waits seconds.
    app.run(
        sock=listener, backlog=4096, single_process=True, motd=False, access_log=False,
        protocol=PatientProtocol,
    )  # fmt: skip


def _migrate(_: argparse.Namespace) -> None:
    from server.core.migrate import migrate
    from server.forecasting.command import take_in_shipped

    settings = get_settings()
    asyncio.run(migrate(settings.database_url))
    asyncio.run(take_in_shipped(settings))


def _seed_demo(_: argparse.Namespace) -> None:
    from server.demo.command import seed

    settings = get_settings()
    if settings.environment == "production":
        sys.exit("The demo house is not loaded in production")
    asyncio.run(seed(settings, progress=lambda line: print(line, flush=True)))  # noqa: T201 # a command speaks


def _make_admin(chosen: argparse.Namespace) -> None:
    from server.accounts.command import make_admin

    try:
        print(asyncio.run(make_admin(get_settings(), chosen.email)))  # noqa: T201 # a command speaks
    except LookupError as error:
        sys.exit(str(error))


def _demo_people(_: argparse.Namespace) -> None:
    from server.demo.people import DEMO_PEOPLE

    for person in DEMO_PEOPLE:
        print(f"{person.role:<10} {person.email:<28} {person.password}")  # noqa: T201 # a command speaks


def _openapi(_: argparse.Namespace) -> None:
    from server.app import describe

    sys.stdout.buffer.write(
        orjson.dumps(
            describe(), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
        )
    )


if __name__ == "__main__":
    sys.exit(start.run(main))
