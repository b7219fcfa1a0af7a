"""What a person may choose about the house on one machine: the environment, and a `.env` file beside it."""

import os
from pathlib import Path

from dotenv import load_dotenv
from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from server.house.failure import HouseError

ROOT = Path(__file__).resolve().parents[2]


class HouseSettings(BaseSettings):
    """The choices of `make run`; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=1, le=65535)
    web_port: int = Field(default=3000, ge=1, le=65535)
    data_dir: Path = Path(".data")
    database_url: str | None = None
    redis_url: str | None = None
    web_url: str | None = None

    @model_validator(mode="after")
    def _two_ports(self) -> "HouseSettings":
        if self.api_port == self.web_port:
            raise ValueError("API_PORT and WEB_PORT must differ")
        return self

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
    try:
        return HouseSettings()
    except ValidationError as error:
        raise HouseError(
            "; ".join(_sentence(detail["loc"], detail["msg"]) for detail in error.errors())
        ) from error


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    name = str(where[0]).upper() if where else ""
    said = message.removeprefix("Value error, ")
    return f"{name}: {said}" if name else said
