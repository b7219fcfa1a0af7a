"""A house that is brought up works, remembers, heals itself, and leaves nothing when it ends."""

import os
import re
import signal
import time

import pytest

from server.house.postmaster import running_postmaster


def supervisor_of(left_running):
    (found,) = left_running("supervisor.supervisord")
    return found


def test_it_says_where_to_go_and_stops_without_a_trace(house, left_running):
    # when it is brought up
    said = "\n".join(house.up())
    # then it says what it does, where to go, and who to be
    for step in (
        "preparing PostgreSQL",
        "building the web client",
        "building the staff's application",
        "migrating the database",
        "loading the demo house",
    ):
        assert re.search(rf"^  {step} … [\d.]+ s$", said, re.MULTILINE), said
    assert f"http://127.0.0.1:{house.environment['WEB_PORT']}\n" in said
    assert f"http://127.0.0.1:{house.environment['WEB_PORT']}/admin/\n" in said
    assert f"http://127.0.0.1:{house.environment['API_PORT']}/docs" in said
    assert "asha@example.com" in said
    # and it works, from the page to the database
    assert house.page() == "seats: 12"
    # and what it wrote is for this account alone
    files = [path for path in house.data.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.stat().st_mode & 0o077] == []
    assert files
    # when it is interrupted
    time.sleep(1.5)
    then = house.end(signal.SIGINT)
    # then what the programs said was shown, and nothing is left
    assert re.search(r"^worker +│ work \d+$", then, re.MULTILINE), then
    assert then.rstrip().endswith("nothing is left running")
    assert house.running.returncode == 0
    assert left_running() == []


def test_the_second_start_builds_nothing_and_finds_everything_again(house):
    # given
    house.up()
    house.end(signal.SIGINT)
    # when
    said = "\n".join(house.up())
    # then
    assert "building" not in said
    assert house.page() == "seats: 12"


PROGRAMS = ("postgres -D", "redis-server", "server serve", "workers work", "workers clock", "start.mjs")


@pytest.mark.faults
def test_killed_programs_come_back(house, left_running, until):
    # given
    house.up()
    before = {words: {process.pid for process in left_running(words)} for words in PROGRAMS}
    # when one process of each program is killed, all at once
    killed = {words: min(pids) for words, pids in before.items()}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)

    # then another took the place of each, with nothing left of the first
    def replaced(words):
        now = {process.pid for process in left_running(words)}
        return len(now) == len(before[words]) and killed[words] not in now

    for words in PROGRAMS:
        assert until(lambda words=words: replaced(words), seconds=60), words
    # and the page answers, from the same data
    assert house.page_eventually() == "seats: 12"


@pytest.mark.faults
def test_nothing_is_left_when_the_supervisor_is_killed(house, left_running):
    # given
    house.up()
    # when
    supervisor_of(left_running).send_signal(signal.SIGKILL)
    # then
    said, _ = house.running.communicate(timeout=60)
    assert "the supervisor ended by itself" in said
    assert house.running.returncode == 1
    assert left_running() == []


@pytest.mark.faults
def test_nothing_is_left_when_the_command_itself_is_killed(house, left_running, until):
    # given
    house.up()
    # when
    house.end(signal.SIGKILL)
    # then
    assert until(lambda: left_running() == [])
    # and it opens again
    house.up()
    assert house.page() == "seats: 12"


@pytest.mark.faults
def test_nothing_is_left_when_everything_in_charge_is_killed_at_once(house, left_running, until):
    # given
    house.up()
    supervisor = supervisor_of(left_running)
    # when
    for pid in (house.running.pid, supervisor.pid):
        os.kill(pid, signal.SIGKILL)
    # then
    assert until(lambda: left_running() == [])
    assert running_postmaster(house.data / "postgres" / "data" / "postmaster.pid") is None


def test_a_closed_terminal_ends_it(house, left_running):
    house.up()
    house.end(signal.SIGHUP)
    assert left_running() == []


def test_what_it_keeps_is_for_its_owner_alone(house):
    house.up()
    readable = [
        path
        for name in ("postgres", "redis", "run", "logs", "jwt-key.pem", "house.lock")
        if (path := house.data / name).stat().st_mode & 0o077
    ]
    assert readable == []


def test_given_databases_are_used_instead_of_its_own(house, tmp_path, left_running):
    # given two databases that run elsewhere
    from server.house.postgres import EmbeddedPostgres
    from server.house.redis import EmbeddedRedis

    postgres, redis = (
        EmbeddedPostgres(tmp_path / "elsewhere", durable=False),
        EmbeddedRedis(tmp_path / "other"),
    )
    try:
        house.environment |= {
            "DATABASE_URL": postgres.start(), "REDIS_URL": redis.start(), "DEMO_DATA": "true",
        }  # fmt: skip
        # when
        house.up()
        # then
        assert house.page() == "seats: 12"
        assert not (house.data / "postgres").exists()
        assert not (house.data / "redis").exists()
        house.end(signal.SIGINT)
        assert {process.pid for process in left_running()} >= {postgres.pid, redis.pid}
    finally:
        postgres.stop()
        redis.stop()
