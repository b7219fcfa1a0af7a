"""PostgreSQL's lock file: a crash leaves it behind, and the process id in it may be someone else's by now."""

import time
from pathlib import Path

import psutil

from server.house.failure import HouseError

_PATIENCE_SECONDS = 20.0


def clear_stale_lock(data: Path, patience: float = _PATIENCE_SECONDS) -> None:
    """Remove the lock file of the cluster in `data` when no PostgreSQL runs there any more.

    PostgreSQL itself refuses to start while *any* process of its user has the recorded id, which after a
    reboot or in a container may be anything. One that is shutting down is waited for, `patience` seconds.
    Raises HouseError when one runs on there.
    """
    lock = data / "postmaster.pid"
    deadline = time.monotonic() + patience
    while (pid := running_postmaster(lock)) is not None:
        if time.monotonic() > deadline:
            raise HouseError(
                f"a PostgreSQL (process {pid}) already runs on {data}: stop it with kill -INT {pid}"
            )
        time.sleep(0.1)
    lock.unlink(missing_ok=True)


def running_postmaster(lock: Path) -> int | None:
    """Return the process id in a lock file if it is a living PostgreSQL server's, else None."""
    try:
        first = lock.read_text().split("\n", 1)[0].strip()
        process = psutil.Process(int(first))
        alive = process.status() != psutil.STATUS_ZOMBIE and process.name().startswith("postgres")
    except (FileNotFoundError, ValueError, psutil.NoSuchProcess):
        return None
    return process.pid if alive else None
