"""What a house is made of: each program, its command line, and the environment all of them share."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.house.embedded import EmbeddedServer
from server.house.leash import leashed
from server.house.node import Node
from server.house.settings import ROOT, HouseSettings
from server.house.supervisor import Program
from server.house.web import WebClients

DATABASES = "databases"
HOUSE = "house"
GROUPS = (DATABASES, HOUSE)
API_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the two databases are reached, embedded or given."""

    database_url: str
    redis_url: str


def shared_environment(
    settings: HouseSettings, addresses: Addresses, *, key: Path, node: Node
) -> Mapping[str, str]:
    """Return the environment of every program; what the person set beside our names is passed on."""
    return {
        **node.environment(),
        "ENVIRONMENT": settings.environment,
        "PYTHONUNBUFFERED": "1",
        "DATABASE_URL": addresses.database_url,
        "REDIS_URL": addresses.redis_url,
        "DATA_DIR": str(settings.home),
        "HOST": settings.host,
        "API_PORT": str(settings.api_port),
        "API_URL": settings.api_url,
        "WEB_PORT": str(settings.web_port),
        "WEB_URL": settings.web,
        "JWT_PRIVATE_KEY_FILE": str(key),
    }


def database_program(server: EmbeddedServer) -> Program:
    """Return an embedded server as a program to keep running."""
    return Program(
        name=server.name.lower(),
        command=server.command(),
        directory=server.home,
        group=DATABASES,
        stop_signal=server.stop_signal,
        # After a kill -9 PostgreSQL waits for its orphaned sessions to go before it starts again.
        retries=30,
    )


def house_programs(settings: HouseSettings, web: WebClients) -> list[Program]:
    """Return the API's processes, the worker, the clock and the server of the web clients."""
    serve = ("-m", "server", "serve", "--host", settings.host, "--port", str(settings.api_port))
    python: dict[str, tuple[str, ...]] = {f"api-{number}": serve for number in range(1, API_PROCESSES + 1)}
    python |= {"worker": ("-m", "workers", "work"), "clock": ("-m", "workers", "clock")}
    programs = [
        Program(name=name, command=leashed([sys.executable, *arguments]), directory=ROOT, group=HOUSE)
        for name, arguments in python.items()
    ]
    listening = {"PORT": str(settings.web_port), "HOSTNAME": settings.host, "NODE_ENV": "production"}
    web_program = Program(
        name="web",
        command=leashed(web.start_command()),
        directory=web.directory,
        group=HOUSE,
        environment=listening,
    )
    return [*programs, web_program]
