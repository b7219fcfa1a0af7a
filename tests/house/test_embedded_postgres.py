"""The embedded PostgreSQL: real, private, and hard to break by accident."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from server.house.failure import HouseError
from server.house.ports import LOOPBACK
from server.house.postgres import EmbeddedPostgres
from server.house.postmaster import clear_stale_lock, running_postmaster
from server.house.settings import ROOT


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster made once; each test starts it as it needs."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("embedded") / "postgres", durable=False)
    server.prepare()
    return server


@pytest.fixture
def broken(cluster, tmp_path):
    """A stopped copy of the cluster, to be broken."""
    shutil.copytree(cluster.home, tmp_path / "postgres")
    return tmp_path / "postgres"


async def fetch(url, query):
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_it_is_postgresql_18_with_unicode_letters(cluster):
    url = cluster.start()
    try:
        assert await fetch(url, "SHOW server_version_num") >= "180000"
        assert await fetch(url, "SELECT lower('ÉÇ')") == "éç"
        assert (
            await fetch(url, "SELECT current_database() || ' ' || current_user") == "movie_magic movie_magic"
        )
    finally:
        cluster.stop()


async def test_what_was_committed_survives_a_stop_and_a_crash(cluster):
    # given
    url = cluster.start()
    await fetch(url, "CREATE TABLE seats AS SELECT 12 AS number")
    cluster.stop()
    # when
    cluster.start()
    await fetch(url, "INSERT INTO seats VALUES (30)")
    cluster.kill()
    # then
    cluster.start()
    try:
        assert await fetch(url, "SELECT sum(number) FROM seats") == 42
    finally:
        cluster.stop()


async def test_nobody_enters_without_the_password(cluster):
    cluster.start()
    try:
        with pytest.raises(asyncpg.InvalidPasswordError):
            await fetch(f"postgresql://movie_magic:guess@{LOOPBACK}:{cluster.port}/movie_magic", "SELECT 1")
    finally:
        cluster.stop()


def test_only_its_owner_can_read_where_it_keeps_its_data(cluster):
    assert (cluster.home.stat().st_mode & 0o077, (cluster.home / "password").stat().st_mode & 0o077) == (0, 0)


def test_a_lock_file_naming_another_living_process_does_not_hinder_the_start(cluster):
    # given a lock file from before a reboot, whose process id is now ours
    (cluster.data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{cluster.data}\n1700000000\n5432\n\n\n\nready\n"
    )
    # when / then
    cluster.start()
    cluster.stop()


def test_a_server_that_still_runs_there_is_named(cluster):
    cluster.start()
    try:
        with pytest.raises(HouseError, match=rf"process {cluster.pid}\) already runs"):
            clear_stale_lock(cluster.data, patience=0.2)
    finally:
        cluster.stop()
    assert running_postmaster(cluster.data / "postmaster.pid") is None


def test_a_taken_port_is_the_reason_given_and_nothing_is_left(broken):
    with socket.create_server((LOOPBACK, 0)) as taken:
        server = EmbeddedPostgres(broken, port=taken.getsockname()[1], durable=False)
        with pytest.raises(HouseError, match=r"PostgreSQL does not start: .*(TCP|address)"):
            server.start()
    assert server.pid is None


@pytest.mark.parametrize("lost", ["data/PG_VERSION", "password"])
def test_a_cluster_that_is_not_whole_is_refused_and_left_alone(broken, lost):
    # given
    (broken / lost).unlink()
    before = sorted(broken.rglob("*"))
    # when / then
    with pytest.raises(HouseError, match="not a whole PostgreSQL cluster"):
        EmbeddedPostgres(broken).prepare()
    assert sorted(broken.rglob("*")) == before


def test_a_cluster_of_another_version_is_refused(broken):
    (broken / "data" / "PG_VERSION").write_text("16\n")
    with pytest.raises(HouseError, match="made by PostgreSQL 16, this is 18"):
        EmbeddedPostgres(broken).prepare()


def test_a_cluster_whose_inside_is_damaged_fails_with_postgresqls_own_reason(broken):
    (broken / "data" / "global" / "pg_control").write_bytes(b"")
    with pytest.raises(HouseError, match=r"PostgreSQL does not start: .*pg_control"):
        EmbeddedPostgres(broken, durable=False).start()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("not a directory")
    with pytest.raises(HouseError, match="file/postgres cannot be used for PostgreSQL"):
        EmbeddedPostgres(tmp_path / "file" / "postgres").prepare()


def test_what_an_interrupted_first_start_left_is_cleared_away(tmp_path):
    # given half a cluster beside its place
    half = tmp_path / "postgres.making-0badf00d" / "data"
    half.mkdir(parents=True)
    # when
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
    server.prepare()
    # then
    assert [path.name for path in tmp_path.iterdir()] == ["postgres"]


def test_it_ends_with_the_process_that_started_it(cluster, until):
    # given a program that starts the server and is killed without a chance to stop it
    program = (
        "import sys, time; from pathlib import Path; from server.house.postgres import EmbeddedPostgres\n"
        "server = EmbeddedPostgres(Path(sys.argv[1]), durable=False); server.start()\n"
        "print(server.pid, flush=True); time.sleep(600)"
    )
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(cluster.home)], stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    with starter:
        assert starter.stdout is not None
        assert starter.stdout.readline().strip().isdigit()
        lock = Path(cluster.data / "postmaster.pid")
        assert running_postmaster(lock) is not None
        # when
        starter.send_signal(signal.SIGKILL)
    # then
    assert until(lambda: running_postmaster(lock) is None)
