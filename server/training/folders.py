"""Where a training's files lie: ``<data_dir>/uploads/<job id>/``, for as long as it is alive."""

import shutil
from collections.abc import Collection
from pathlib import Path
from time import time
from uuid import UUID

_UPLOADS = "uploads"
_ORPHANED_SECONDS = 3600.0
"""A folder without a living job is left alone for so long: its upload may still be coming in."""


def folder_of(data_dir: Path, job_id: UUID) -> Path:
    """Return the folder of a job, which need not be there."""
    return data_dir / _UPLOADS / str(job_id)


def make(folder: Path) -> None:
    """Make the folder of a job, for nobody but the owner of this program; raises ``FileExistsError``."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.parent.chmod(0o700)  # it may be older than this rule
    folder.mkdir(mode=0o700)


def remove(folder: Path) -> None:
    """Remove a folder and what is in it; one that is not there is no error."""
    if folder.exists():
        shutil.rmtree(folder)


def remove_orphans(data_dir: Path, alive: Collection[UUID]) -> int:
    """Remove the folders that no living job has, unless they are new; return how many there were."""
    names = {str(job_id) for job_id in alive}
    found = 0
    for folder in (data_dir / _UPLOADS).glob("*/"):
        if folder.name not in names and folder.stat().st_mtime < time() - _ORPHANED_SECONDS:
            remove(folder)
            found += 1
    return found
