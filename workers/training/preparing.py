"""Laying out what a training process needs: the order, the house's own shows, the version in use."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

from server.forecasting import past, versions
from server.forecasting.models import ModelVersion
from server.training.models import Source, TrainingJob
from workers.training import order
from workers.training.order import Order


class NothingToDo(Exception):
    """Raised when there is nothing to learn from; the message is for whoever asked for the training."""


async def prepare(job: TrainingJob, folder: Path, *, memory_mib: int, nice: int) -> None:
    """Make the folder of a job ready, whatever an earlier attempt left in it; raises ``NothingToDo``."""
    await asyncio.to_thread(_clear, folder, needs_tables=job.source is Source.UPLOAD)
    if job.source is Source.HOUSE:
        shows, bookings = await past.read_past()
        await asyncio.to_thread(order.write_past, folder / order.PAST, shows, bookings)
    learned_until = None
    if (version := await versions.in_use()) is not None:
        stored = await ModelVersion.get(version=version)
        card: dict[str, Any] = dict(stored.card)
        if stored.source == "trained":  # what ships learned from cinemas that never were
            learned_until = card["data"]["last_day"]
        await asyncio.to_thread(_lay_out, folder / order.INCUMBENT, bytes(stored.model), card)
    Order(kinds=job.kinds, memory_mib=memory_mib, nice=nice, learned_until=learned_until).write(folder)


def _lay_out(home: Path, model: bytes, card: dict[str, Any]) -> None:
    home.mkdir()
    (home / order.MODEL).write_bytes(model)
    order.write_json(home / order.CARD, card)


def _clear(folder: Path, *, needs_tables: bool) -> None:
    if needs_tables and not any(folder.glob("shows.*")):
        raise NothingToDo(
            "The tables that were uploaded are not where the workers look: the API and the workers must "
            "share DATA_DIR. Upload them again"
        )
    for name in (order.OUT, order.INCUMBENT):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / order.OUT).mkdir(parents=True)
