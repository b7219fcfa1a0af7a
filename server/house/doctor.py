"""Looks at what a house needs on this machine and says what it finds, one line each."""

from collections.abc import Callable

from server.house.console import Console
from server.house.failure import HouseError
from server.house.node import find_node
from server.house.ports import require_free
from server.house.postgres import programs
from server.house.redis import choose_server
from server.house.settings import HouseSettings
from server.house.tenancy import tenancy


def examine(settings: HouseSettings, console: Console) -> bool:
    """Print what `make run` would use; return whether it could start now."""
    checks: dict[str, Callable[[], str]] = {
        "safety": lambda: _safety(settings),
        "Node": _node,
        "PostgreSQL": lambda: str(programs()) if settings.database_url is None else "given by DATABASE_URL",
        "Redis": lambda: str(choose_server()) if settings.redis_url is None else "given by REDIS_URL",
        "data": lambda: _data(settings),
        "API": lambda: _port(settings, settings.api_port, "API_PORT"),
        "web": lambda: _port(settings, settings.web_port, "WEB_PORT"),
    }
    well = True
    for name, check in checks.items():
        try:
            console.say(f"  ok      {name}: {check()}")
        except HouseError as error:
            well = False
            console.say(f"  failed  {name}: {error}")
    return well


def _safety(settings: HouseSettings) -> str:
    settings.ensure_nobody_is_surprised()
    return f"{settings.environment}, reached at {settings.host}"


def _node() -> str:
    node = find_node()
    return f"{node.program} ({node.version[0]}.{node.version[1]})"


def _data(settings: HouseSettings) -> str:
    with tenancy(settings.home):
        return f"{settings.home} is ours"


def _port(settings: HouseSettings, port: int, name: str) -> str:
    require_free(port, name=name, host=settings.host)
    return f"port {port} is free"
