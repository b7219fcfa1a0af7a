"""What stands in the way of a start is one clear line, and nothing is left running after it."""

import json
import signal
import socket

import pytest

from server.house.ports import LOOPBACK


def assert_one_line(result, sentence, left_running):
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1, result.stderr
    assert result.stderr.startswith("error: ")
    assert sentence in result.stderr
    assert left_running() == []


@pytest.mark.parametrize("name", ["API_PORT", "WEB_PORT"])
def test_a_taken_port(house, left_running, name):
    with socket.create_server((LOOPBACK, int(house.environment[name]))):
        assert_one_line(house.fail(), f"port {house.environment[name]} is taken", left_running)


def test_a_house_that_is_already_running(house):
    # given
    house.up()
    # when
    second = house.fail()
    # then
    assert second.returncode == 1
    assert f"already running on {house.data} (process {house.running.pid})" in second.stderr
    assert house.page() == "seats: 12"


def test_a_data_directory_that_cannot_be_written(house, left_running):
    (house.root / "file").write_text("not a directory")
    assert_one_line(house.fail(DATA_DIR=str(house.root / "file" / "data")), "cannot write in", left_running)


def test_a_database_that_is_not_whole(house, left_running):
    (house.data / "postgres" / "data").mkdir(parents=True)
    assert_one_line(house.fail(), "is not a whole PostgreSQL cluster", left_running)


def test_a_database_that_is_damaged(house, left_running):
    # given a house that worked, and whose control file is gone
    house.up()
    house.end(signal.SIGINT)
    (house.data / "postgres" / "data" / "global" / "pg_control").write_bytes(b"")
    # when / then
    assert_one_line(house.fail(), "pg_control", left_running)


def test_a_redis_that_is_damaged(house, left_running):
    house.up()
    house.end(signal.SIGINT)
    for path in (house.data / "redis").rglob("*.aof"):
        path.write_bytes(b"*3\r\n$3\r\nSET\r\n$nonsense\r\n" * 8)
    assert_one_line(house.fail(), "redis does not stay up", left_running)


def test_a_demo_house_that_cannot_be_loaded(house, left_running):
    (house.root / "refuse").touch()
    assert_one_line(house.fail(), "loading the demo house failed: the demo house refuses", left_running)


def test_a_program_that_cannot_stay_up(house, left_running):
    (house.root / "web_client" / "start.mjs").write_text("throw new Error('no such page');\n")
    assert_one_line(house.fail(), "web does not stay up", left_running)


def test_packages_that_cannot_be_fetched(house, left_running):
    # given a package that is not here yet, and a registry that does not answer
    lock = house.root / "package-lock.json"
    package = house.root / "package.json"
    wanted, locked = json.loads(package.read_text()), json.loads(lock.read_text())
    wanted["dependencies"] = locked["packages"][""]["dependencies"] = {"left-shelf": "1.0.0"}
    locked["packages"]["node_modules/left-shelf"] = {"version": "1.0.0"}
    package.write_text(json.dumps(wanted))
    lock.write_text(json.dumps(locked))
    # when / then
    refused = house.fail(npm_config_registry="http://127.0.0.1:9/", npm_config_fetch_retries="0")
    assert_one_line(refused, "installing the web client's packages failed: ", left_running)
    assert "is there a network?" in refused.stderr


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ENVIRONMENT": "production"}, "ENVIRONMENT=production is not for `make run`"),
        ({"HOST": "192.0.2.7"}, "HOST=192.0.2.7 lets other machines"),
        ({"DATABASE_URL": "postgresql://u:p@127.0.0.1:9/x"}, "DATABASE_URL names a database of your own"),
    ],
)
def test_a_start_that_would_surprise_somebody(house, left_running, environment, sentence):
    assert_one_line(house.fail(**environment), sentence, left_running)


def test_a_wrong_choice(house, left_running):
    assert_one_line(house.fail(API_PORT="eighty"), "API_PORT: ", left_running)
