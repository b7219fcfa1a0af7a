"""A server that is away is one line an outage, in every program, whoever meets it."""

import json
import logging
import subprocess
import sys
import time
from contextlib import ExitStack

import httpx
import pytest
from dramatiq.errors import ConnectionClosed
from redis.exceptions import ConnectionError as RedisAway
from structlog.testing import capture_logs

from server.core import outage
from server.core.library_logs import OfLibraries
from server.core.outage import Outage
from server.house.ports import free_port
from tests.conftest import wait_until_ready
from tests.patience import PATIENCE
from tests.seat_engine.servers import RedisServer, binaries


@pytest.fixture
def at(monkeypatch):
    """A clock that the test turns."""
    now = [1000.0]
    monkeypatch.setattr(outage, "monotonic", lambda: now[0])
    return now


def test_an_outage_is_said_once_and_once_a_minute_and_its_end(at):
    known = Outage("redis", "REDIS_URL")
    with capture_logs() as lines:
        for _ in range(1300):  # of 0.1 s
            known.met(RedisAway("refused\nDETAIL: of a row"))
            at[0] += 0.1
        known.over()
        known.over()
    assert [line["event"] for line in lines] == ["dependency_away"] * 3 + ["dependency_back"]
    assert {line["target"] for line in lines} == {"redis"}
    assert (lines[0]["setting"], lines[0]["error"]) == ("REDIS_URL", "ConnectionError: refused")
    assert (lines[-1]["failures"], lines[-1]["seconds"]) == (1300, 130.0)


def test_the_next_outage_is_said_anew(at):
    known = Outage("postgresql", "DATABASE_URL")
    with capture_logs() as lines:
        for _ in range(3):
            known.met(TimeoutError())
            at[0] += 61
    assert [(line["error"], line["failures"]) for line in lines] == [("TimeoutError", 1)] * 3


def record(name, message, *arguments, error=None, level=logging.CRITICAL):
    info = (type(error), error, None) if error else None
    return logging.LogRecord(name, level, __file__, 1, message, arguments, info)


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (
            record(
                "dramatiq.worker.ConsumerThread(seats)", "Consumer encountered a connection error: %s",
                ConnectionClosed(RedisAway("x")),
            ),
            False,
        ),
        (
            record("dramatiq.worker.ConsumerThread(a)", "An unexpected error.", error=RedisAway("loading")),
            False,
        ),
        (record("dramatiq.worker.WorkerThread", "Failed to process %s", "m", error=OSError(111, "x")), False),
        (record("dramatiq.w", "Restarting consumer in %0.2f seconds.", 3.0, level=logging.INFO), False),
        (record("seat_engine.store.link", "connection to Redis lost: %s", "gone"), False),
        (record("seat_engine.store.link", "connected to Redis again", level=logging.INFO), False),
        (record("dramatiq.worker.WorkerThread", "Failed to process %s", "m", error=KeyError("x")), True),
        (record("dramatiq.MainProcess", "Dramatiq is booting up.", level=logging.INFO), True),
        (record("sanic.error", "Something else", error=RedisAway("x")), True),
    ],
)  # fmt: skip
def test_what_libraries_say_at_each_try_is_not_written(line, written):
    assert OfLibraries().filter(line) is written


PROGRAMS = (("server", "serve"), ("workers", "work"), ("workers", "clock"))


def test_no_program_says_more_than_a_line_while_redis_is_away(servers, database, tmp_path):
    redis = RedisServer(next(iter(binaries().values())), password="sesame")
    port = free_port()
    environment = {**servers.environment, "REDIS_URL": f"redis://:sesame@127.0.0.1:{redis.port}/0"}
    logs = {command: tmp_path / "-".join(command) for command in PROGRAMS}

    def lines_of(command):
        return [json.loads(line) for line in logs[command].read_text().splitlines()]

    def wait_for(event, commands=PROGRAMS):
        deadline = time.monotonic() + PATIENCE
        while not all(any(line["event"] == event for line in lines_of(one)) for one in commands):
            assert time.monotonic() < deadline, {one: logs[one].read_text()[-500:] for one in commands}
            time.sleep(0.1)

    with ExitStack() as stack:
        stack.callback(redis.close)
        redis.start()
        running = {}
        for command in PROGRAMS:
            out = stack.enter_context(logs[command].open("wb"))
            more = ("--port", str(port)) if "serve" in command else ()
            running[command] = subprocess.Popen(
                [sys.executable, "-m", *command, *more], env=environment, stdout=out, stderr=subprocess.STDOUT
            )
            stack.callback(running[command].kill)
        wait_until_ready(f"http://127.0.0.1:{port}/readyz", running[PROGRAMS[0]])
        wait_for("clock_started", PROGRAMS[2:])
        wait_for("Worker process is ready for action.", PROGRAMS[1:2])
        # when Redis goes, everybody asks for it, and it comes back
        redis.kill()
        for _ in range(20):
            httpx.get(f"http://127.0.0.1:{port}/shows/1/seats", timeout=PATIENCE)
        wait_for("dependency_away")
        redis.start()
        wait_for("dependency_back")
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait(timeout=PATIENCE)
    for command in PROGRAMS:
        away = [line for line in lines_of(command) if line["event"] == "dependency_away"]
        assert [(line["target"], line["setting"]) for line in away] == [("redis", "REDIS_URL")], command
        loud = [line for line in lines_of(command) if line["level"] in {"warning", "error", "critical"}]
        assert [line for line in loud if line not in away] == [], command
        assert [line for line in lines_of(command) if line["event"] == "database_not_compared"] == [], command
