"""The Redis that the tests with a cluster run on."""

import pytest

from server.house.cluster_redis import find_cluster_redis, install_cluster_redis
from server.house.console import Console
from server.house.failure import HouseError


def pretend(folder, version):
    """A program on the PATH that says it is a redis-server of that version."""
    program = folder / "redis-server"
    program.write_text(f"#!/bin/sh\necho 'Redis server v={version} sha=0 malloc=libc bits=64 build=0'\n")
    program.chmod(0o755)
    return program


def test_one_that_is_new_enough_is_taken(tmp_path, monkeypatch):
    program = pretend(tmp_path, "7.0.15")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_cluster_redis() == program
    assert install_cluster_redis(Console(), tmp_path / "logs") == program


def test_without_one_and_without_a_way_to_install_it_is_said_what_to_do(tmp_path, monkeypatch):
    pretend(tmp_path, "6.2.14")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(HouseError, match=r"redis-server 7 or newer.*apt-get install redis-server"):
        install_cluster_redis(Console(), tmp_path / "logs")
