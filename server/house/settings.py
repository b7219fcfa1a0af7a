"""What a person may choose about the house on one machine: the environment, and a `.env` file beside it."""

import os
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path

from dotenv import load_dotenv
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server.house.failure import HouseError

ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENTS = ("development", "test")


class HouseSettings(BaseSettings):
    """The choices of `make run`; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    environment: str = "development"
    host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=1, le=65535)
    web_port: int = Field(default=3000, ge=1, le=65535)
    data_dir: Path = Path(".data")
    database_url: str | None = None
    redis_url: str | None = None
    web_url: str | None = None
    demo_data: bool | None = None
    allow_remote: bool = False

    @model_validator(mode="after")
    def _two_ports(self) -> "HouseSettings":
        if self.api_port == self.web_port:
            raise ValueError("API_PORT and WEB_PORT must differ")
        return self

    def ensure_nobody_is_surprised(self) -> None:
        """Raise HouseError for a start that serves the public, lets others in, or fills a database, untold.

        What `make run` brings up is for development: its gateways take pretend money, and everybody knows the
        passwords of its demo people, the admin's among them.
        """
        if self.environment == "production":
            raise HouseError(
                "ENVIRONMENT=production is not for `make run`, which takes pretend money and has people with "
                "known passwords: start the programs as docs/operating.md says, or leave ENVIRONMENT out"
            )
        if self.environment not in _ENVIRONMENTS:
            near = get_close_matches(
                self.environment.strip().lower(), (*_ENVIRONMENTS, "production"), n=1, cutoff=0.4
            )
            raise HouseError(
                f"ENVIRONMENT must be {' or '.join(_ENVIRONMENTS)} here, not {self.environment[:40]!r}"
                + (f" ({near[0]}?)" if near else "")
            )
        if not self.allow_remote and not _is_loopback(self.host):
            raise HouseError(
                f"HOST={self.host} lets other machines into a house for development, with pretend money and "
                "an admin whose password everybody knows: say ALLOW_REMOTE=true if that is meant"
            )
        if self.database_url is not None and self.demo_data is None:
            raise HouseError(
                "DATABASE_URL names a database of your own: say DEMO_DATA=false to leave it as it is, or "
                "DEMO_DATA=true to load the demo house into it, with people whose passwords everybody knows"
            )

    @property
    def loads_demo(self) -> bool:
        """Whether the demo house is loaded."""
        return self.demo_data is not False

    @property
    def home(self) -> Path:
        """The data directory as an absolute path; a relative one counts from the repository's root."""
        return (ROOT / self.data_dir.expanduser()).resolve()

    @property
    def api_url(self) -> str:
        """Where the API is reached from this machine."""
        return self.local_url(self.api_port)

    @property
    def web(self) -> str:
        """Where people reach the web client."""
        return self.web_url or self.local_url(self.web_port)

    def local_url(self, port: int) -> str:
        """Return the http address under which this machine reaches a program listening on HOST and `port`."""
        if self.host in {"0.0.0.0", "::"}:  # noqa: S104 - recognising "every address", which is none to connect to
            return f"http://127.0.0.1:{port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{port}"


def read_settings(env_file: Path = ROOT / ".env") -> HouseSettings:
    """Read `env_file` into the environment (what is set already wins) and return the choices made.

    Raises HouseError naming each variable that is wrong.
    """
    load_dotenv(env_file)
    # An empty line in .env means "not chosen", for us and for every program we start.
    for name in ("DATABASE_URL", "REDIS_URL", "WEB_URL"):
        if os.environ.get(name) == "":
            del os.environ[name]
        elif (path := os.environ.get(f"{name}_FILE")) and name not in os.environ:
            os.environ[name] = _content(f"{name}_FILE", path)
    try:
        return HouseSettings()
    except ValidationError as error:
        raise HouseError(
            "; ".join(_sentence(detail["loc"], detail["msg"]) for detail in error.errors())
        ) from error


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not text"
        raise HouseError(f"{name} cannot be read: {reason}") from error


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]).upper() if where else ""
    said = message.removeprefix("Value error, ")
    return f"{name}: {said}" if name else said
