"""Who PostgreSQL runs as: it refuses to run as root, so root lends it an account without rights."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from server.house.failure import HouseError

ACCOUNT = "movie-magic"
_MACOS_ACCOUNT = "_postgres"  # macOS ships it for exactly this


def unprivileged_account(existing: Path) -> str | None:
    """Return the account PostgreSQL must run as, or None when we are not root and need no other.

    `existing` is a data directory that may exist already: then its owner stays its owner, so that a house
    first opened by an ordinary user opens for root as well. Creates the account `movie-magic` when there
    is none.
    Raises HouseError when no account can be made.
    """
    if os.geteuid() != 0:
        return None
    if existing.exists() and existing.stat().st_uid != 0:
        try:
            return pwd.getpwuid(existing.stat().st_uid).pw_name
        except KeyError:
            raise HouseError(
                f"{existing} belongs to user id {existing.stat().st_uid}, which this machine does not know: "
                f"give it to someone it knows, e.g. chown -R {ACCOUNT} {existing}"
            ) from None
    name = _MACOS_ACCOUNT if sys.platform == "darwin" else ACCOUNT
    try:
        pwd.getpwnam(name)
    except KeyError:
        _create(name)
    return name


def give_to(tree: Path, account: str) -> None:
    """Make `account` the owner of `tree` and of everything in it."""
    entry = pwd.getpwnam(account)
    for path in (tree, *tree.rglob("*")):
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def open_way_to(path: Path, say: Callable[[str], None]) -> None:
    """Let other accounts pass through the directories above `path` (pass, not list), as root.

    Only what is closed is opened, and `say` is told of each: it is the machine's owner who must know.
    """
    for directory in path.resolve().parents:
        mode = stat.S_IMODE(directory.stat().st_mode)
        if not mode & stat.S_IXOTH:
            directory.chmod(mode | stat.S_IXOTH)
            say(f"  opened {directory} for passing through (chmod o+x): PostgreSQL does not run as root")


def open_for_reading(tree: Path) -> None:
    """Let other accounts read and run everything in `tree` (an installed package), as root."""
    for path in (tree, *tree.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
        if wanted != mode:
            path.chmod(wanted)


def _create(name: str) -> None:
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        raise HouseError(
            f"PostgreSQL does not run as root and this machine has no useradd: create a user named {name}, "
            "or run as an ordinary user"
        )
    command = [
        useradd,
        "--system",
        "--no-create-home",
        "--home-dir",
        "/nonexistent",
        "--shell",
        "/bin/false",
        name,
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words only
    if made.returncode != 0:
        raise HouseError(f"cannot create the user {name} for PostgreSQL: {made.stderr.strip()}")
