"""One house per data directory: a lock held for as long as any part of it runs."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from server.house.failure import HouseError


@contextmanager
def tenancy(home: Path) -> Iterator[int]:
    """Hold the data directory `home` alone; made if missing. Yields the lock's file descriptor.

    The descriptor is meant to be handed to the supervisor as well: a lock of the kernel ends with the last
    process that has it, so no leftover file ever stands in the way.
    Raises HouseError when another house runs here, or the directory cannot be written.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        trial = home / f".write-{secrets.token_hex(4)}"
        trial.write_bytes(b"\0" * 4096)
        trial.unlink()
        descriptor = os.open(home / "house.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise HouseError(f"cannot write in {home} ({error.strerror}): make room, or set DATA_DIR") from error
    with os.fdopen(descriptor, "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = lock.read().strip() or "unknown"
            raise HouseError(
                f"already running on {home} (process {who}): stop that one, or set DATA_DIR"
            ) from None
        lock.truncate(0)
        lock.seek(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield lock.fileno()
