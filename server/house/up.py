"""`make run`: bring the whole house up, keep it up, and leave nothing behind when it ends."""

import contextlib
import http.client
import os
import signal
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from server.house.console import Console
from server.house.embedded import EmbeddedServer
from server.house.failure import HouseError
from server.house.follow import LogFollower
from server.house.node import Node, find_node
from server.house.ports import require_free
from server.house.postgres import EmbeddedPostgres
from server.house.programs import (
    GROUPS,
    HOUSE,
    Addresses,
    database_program,
    house_programs,
    shared_environment,
)
from server.house.reason import reason_in_log
from server.house.redis import EmbeddedRedis
from server.house.secrets import signing_key
from server.house.settings import ROOT, HouseSettings
from server.house.step import run_step
from server.house.supervisor import Program, Supervisor
from server.house.tenancy import tenancy
from server.house.web import WebClients

_LOOK_AGAIN_SECONDS = 0.1
_ASK_AGAIN_SECONDS = 1.0
_DATABASE_SECONDS = 120.0
_PROGRAM_SECONDS = 90.0
_STOP_SECONDS = 60.0
_PATIENCE_SECONDS = 2.0


class House:
    """One house, from the first line on the terminal to the last."""

    def __init__(self, settings: HouseSettings, console: Console) -> None:
        self._settings = settings
        self._console = console
        self._logs = settings.home / "logs"

    def run(self) -> None:
        """Bring the house up and keep it until it is interrupted.

        Raises HouseError when it cannot start or cannot go on; nothing is left running in either case.
        """
        began = time.monotonic()
        os.umask(0o077)  # logs, databases and uploads are for their owner alone
        self._settings.ensure_nobody_is_surprised()
        self._console.say(f"Movie Magic, in {self._settings.home}")
        with _interruptible(), tenancy(self._settings.home) as lock:
            require_free(self._settings.api_port, name="API_PORT", host=self._settings.host)
            require_free(self._settings.web_port, name="WEB_PORT", host=self._settings.host)
            node = find_node()
            web = WebClients(ROOT, node, logs=self._logs, console=self._console)
            servers, addresses = (
                self._databases()
            )  # first: what is broken in there should not wait for a build
            web.build()
            environment = self._environment(addresses, node)
            programs = [*map(database_program, servers), *house_programs(self._settings, web)]
            supervisor = Supervisor(self._settings.home, programs, GROUPS, environment)
            try:
                self._open(supervisor, servers, lock, environment)
                self._welcome(environment, time.monotonic() - began)
                self._keep(supervisor, programs)
            except KeyboardInterrupt:
                self._console.say("\nstopping …")
            finally:
                self._close(supervisor)
        self._console.say("stopped; nothing is left running")

    def _databases(self) -> tuple[list[EmbeddedServer], Addresses]:
        """Prepare the embedded servers that are needed: each only where the person gave no URL."""
        servers: list[EmbeddedServer] = []
        database_url, redis_url = self._settings.database_url, self._settings.redis_url
        if database_url is None:
            postgres = EmbeddedPostgres(self._settings.home / "postgres", say=self._console.say)
            with self._console.step("preparing PostgreSQL"):
                postgres.prepare()
            servers.append(postgres)
            database_url = postgres.url
        if redis_url is None:
            redis = EmbeddedRedis(self._settings.home / "redis")
            redis.prepare()
            servers.append(redis)
            redis_url = redis.url
        return servers, Addresses(database_url, redis_url)

    def _environment(self, addresses: Addresses, node: Node) -> Mapping[str, str]:
        key = signing_key(self._settings.home / "jwt-key.pem")
        return shared_environment(self._settings, addresses, key=key, node=node)

    def _open(
        self,
        supervisor: Supervisor,
        servers: Sequence[EmbeddedServer],
        lock: int,
        environment: Mapping[str, str],
    ) -> None:
        supervisor.start(keep_open=[lock])
        if servers:
            with self._console.step(f"starting {' and '.join(server.name for server in servers)}"):
                supervisor.start_group(GROUPS[0])
                for server in servers:
                    self._wait(supervisor, server.name, server.is_ready, _DATABASE_SECONDS)
        self._step("migrating the database", "migrate", environment)
        if self._settings.loads_demo:
            self._step("loading the demo house", "seed-demo", environment)
        with self._console.step("starting the API, the worker, the clock and the web client"):
            supervisor.start_group(HOUSE)
            self._wait(
                supervisor, "the API", lambda: _answers(f"{self._settings.api_url}/readyz"), _PROGRAM_SECONDS
            )
            self._wait(supervisor, "the web client", lambda: _answers(self._local_web()), _PROGRAM_SECONDS)
            self._wait(supervisor, "the house", lambda: _all_running(supervisor), _PROGRAM_SECONDS)

    def _step(self, title: str, verb: str, environment: Mapping[str, str]) -> None:
        with self._console.step(title):
            command = [sys.executable, "-m", "server", verb]
            run_step(title, command, log=self._logs / f"{verb}.log", cwd=ROOT, environment=environment)

    def _wait(self, supervisor: Supervisor, name: str, is_ready: Callable[[], bool], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        patience = _PATIENCE_SECONDS
        while not is_ready():
            self._require_healthy(supervisor)
            # Later, a program that dies is started again and again; what cannot even begin is broken.
            failing = supervisor.failing()
            patience -= _LOOK_AGAIN_SECONDS if failing else 0.0
            if failing and patience < 0:
                raise self._gave_up(supervisor, failing)
            if time.monotonic() > deadline:
                raise HouseError(
                    f"{name} does not answer after {seconds:.0f} s; its words are in {self._logs}"
                )
            time.sleep(_LOOK_AGAIN_SECONDS)

    def _require_healthy(self, supervisor: Supervisor) -> None:
        if not supervisor.is_running():
            raise HouseError(
                f"the supervisor ended by itself; its words are in {self._logs / 'supervisor.log'}"
            )
        name = supervisor.gave_up()
        if name is not None:
            raise self._gave_up(supervisor, name)

    @staticmethod
    def _gave_up(supervisor: Supervisor, name: str) -> HouseError:
        log = supervisor.log_of(name)
        return HouseError(f"{name} does not stay up: {reason_in_log(log)} (all of it: {log})")

    def _welcome(self, environment: Mapping[str, str], seconds: float) -> None:
        people = self._demo_people(environment) if self._settings.loads_demo else ""
        self._console.say(
            f"\nThe house is open after {seconds:.0f} s.\n\n"
            f"  Buy a ticket   {self._settings.web}\n"
            f"  Run the house  {self._settings.web.rstrip('/')}/admin/\n"
            f"  API and docs   {self._settings.api_url}/docs\n"
            f"  Logs           {self._logs}\n\n{people}Ctrl-C stops everything.\n"
        )

    def _demo_people(self, environment: Mapping[str, str]) -> str:
        people = run_step(
            "listing the demo people",
            [sys.executable, "-m", "server", "demo-people"],
            log=self._logs / "demo-people.log",
            cwd=ROOT,
            environment=environment,
        )
        return f"{people.rstrip()}\n\n"

    def _keep(self, supervisor: Supervisor, programs: Sequence[Program]) -> None:
        """Show what the programs say until someone interrupts, or one of them cannot be kept up."""
        logs = {program.name: supervisor.log_of(program.name) for program in programs}
        with contextlib.closing(LogFollower(logs)) as follower:
            ask_at = 0.0
            while True:
                follower.pump()
                if time.monotonic() >= ask_at:
                    self._require_healthy(supervisor)
                    supervisor.roster.end_orphans()
                    ask_at = time.monotonic() + _ASK_AGAIN_SECONDS
                time.sleep(_LOOK_AGAIN_SECONDS)

    def _close(self, supervisor: Supervisor) -> None:
        supervisor.states()  # note the latest process ids, for the case that the supervisor dies on its way
        supervisor.ask_to_stop()
        deadline = time.monotonic() + _STOP_SECONDS
        # A second Ctrl-C means: at once.
        with contextlib.suppress(KeyboardInterrupt):
            while supervisor.is_running() and time.monotonic() < deadline:
                time.sleep(_LOOK_AGAIN_SECONDS)
        supervisor.clean_up()

    def _local_web(self) -> str:
        return self._settings.local_url(self._settings.web_port)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let a terminal that closes and a polite kill end the house as Ctrl-C does."""

    def interrupt(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own http address
            return int(answer.status) < http.client.BAD_REQUEST
    except (OSError, http.client.HTTPException):  # urllib's errors are OSErrors
        return False


def _all_running(supervisor: Supervisor) -> bool:
    states = supervisor.states()
    return bool(states) and all(state == "RUNNING" for state in states.values())
