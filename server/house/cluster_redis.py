"""A Redis for the tests with a cluster: the machine's own when it is 7 or newer, else Debian's package."""

import os
import shutil
from pathlib import Path

from server.house.console import Console
from server.house.failure import HouseError
from server.house.redis import version_of
from server.house.step import run_step

OLDEST_IN_A_CLUSTER = (7, 0)
"""Sharded pub/sub, over which a cluster's live maps are heard, is there from this version on."""


def find_cluster_redis() -> Path | None:
    """Return the first redis-server on the PATH if it is new enough for a cluster, else None."""
    found = shutil.which("redis-server")
    if found is None or version_of(Path(found)) < OLDEST_IN_A_CLUSTER:
        return None
    return Path(found)


def install_cluster_redis(console: Console, logs: Path) -> Path:
    """Return a redis-server for clusters, installing one if there is none. Raises HouseError if it cannot."""
    found = find_cluster_redis()
    apt = shutil.which("apt-get")
    if found is None and apt is not None and os.geteuid() == 0:
        # Without a pause for questions: nobody may be there to answer.
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", apt]
        title = "installing redis-server with apt-get"
        for command in (
            [*quiet, "update"],
            [*quiet, "install", "--yes", "--no-install-recommends", "redis-server"],
        ):
            with console.step(title):
                run_step(title, command, log=logs / "redis-server.log", cwd=Path.cwd())
        found = find_cluster_redis()
    if found is None:
        raise HouseError(
            "the tests with a Redis cluster need redis-server 7 or newer on the PATH: "
            "`apt-get install redis-server` on Debian or Ubuntu, `brew install redis` on a Mac"
        )
    return found
