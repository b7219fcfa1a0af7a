"""The embedded Redis: the machine's server or the package's, private, and remembering."""

import socket

import pytest
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError
from redis.retry import Retry

from server.house.failure import HouseError
from server.house.ports import LOOPBACK
from server.house.redis import EmbeddedRedis, choose_server, version_of


@pytest.fixture
def server(tmp_path):
    embedded = EmbeddedRedis(tmp_path / "with a space" / "redis")
    yield embedded
    embedded.kill()


def test_what_was_written_survives_a_restart(server):
    # given
    with Redis.from_url(server.start()) as client:
        client.set("seat", "F12")
    # when
    server.stop()
    # then
    with Redis.from_url(server.start()) as client:
        assert client.get("seat") == b"F12"


def test_it_appends_every_write_and_never_evicts(server):
    with Redis.from_url(server.start()) as client:
        settings = {
            name: client.config_get(name)[name] for name in ("appendonly", "appendfsync", "maxmemory-policy")
        }
    assert settings == {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}


def test_nobody_enters_without_the_password(server):
    server.start()
    with (
        Redis(host=LOOPBACK, port=server.port, retry=Retry(NoBackoff(), 0)) as client,
        pytest.raises(AuthenticationError),
    ):
        client.ping()


def test_the_password_stands_in_no_file_that_others_can_read(server):
    server.start()
    readable = [path.name for path in server.home.iterdir() if path.stat().st_mode & 0o077 and path.is_file()]
    secret = (server.home / "password").read_text()
    assert not [name for name in readable if secret in (server.home / name).read_text(errors="replace")]
    assert server.home.stat().st_mode & 0o077 == 0


def test_a_taken_port_is_the_reason_given(tmp_path):
    with socket.create_server((LOOPBACK, 0)) as taken:
        embedded = EmbeddedRedis(tmp_path / "redis", port=taken.getsockname()[1])
        with pytest.raises(HouseError, match=r"Redis does not start: .*listening"):
            embedded.start()
    assert embedded.pid is None


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(HouseError, match="file/redis cannot be used for Redis"):
        EmbeddedRedis(tmp_path / "file" / "redis").prepare()


def test_a_damaged_append_only_file_is_refused_with_redis_own_reason(server):
    # given a log whose middle is not what Redis wrote
    with Redis.from_url(server.start()) as client:
        client.set("seat", "F12")
    server.stop()
    written = [path for path in server.home.rglob("*.aof") if path.stat().st_size]
    for path in written:
        path.write_bytes(b"*3\r\n$3\r\nSET\r\n$nonsense\r\n" * 8)
    # when / then
    assert written
    with pytest.raises(HouseError, match=r"Redis does not start: .*(format|AOF|append)"):
        server.start()


@pytest.mark.parametrize(
    ("said", "bundled"), [("v=6.0.16", True), ("v=5.0.7", True), ("nothing", True), ("v=6.2.0", False)]
)
def test_the_machines_own_server_is_taken_when_new_enough(tmp_path, said, bundled):
    # given
    program = tmp_path / "redis-server"
    program.write_text(f"#!/bin/sh\necho 'Redis server {said} sha=0 bits=64'\n")
    program.chmod(0o755)
    # when
    chosen = choose_server(str(tmp_path))
    # then
    assert (chosen != program) is bundled


def test_the_packages_own_server_is_new_enough_and_runs(tmp_path):
    chosen = choose_server(str(tmp_path))
    assert version_of(chosen) >= (6, 2)
