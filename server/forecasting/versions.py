"""Versions of models as the house keeps them, and which one is in use.

They lie in PostgreSQL and not in a folder: every process of every machine reads the same, a change of the
version in use is one transaction with its audit row, and a backup of the house has them all. What ships with
a release lies in ``onnx_models/`` and is taken in when the database is migrated.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

import orjson

from ml.predictor import Predictor, UnusableModel
from ml.registry import Registry
from server.core import audit
from server.core.db import row, rows, transaction
from server.core.outage import in_words
from server.core.tokens import Caller
from server.forecasting.errors import ModelUnusable, NotInUse, UnknownModel

Source = Literal["shipped", "trained"]

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('model_promotions'))"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the version in use."""

    version: str
    at: datetime
    action: str
    promoted_by: UUID | None
    reason: str


async def add(
    version: str, model: bytes, card: dict[str, Any], *, source: Source, job_id: UUID | None = None
) -> None:
    """Keep a version; again it changes nothing. The card gets the model's digest."""
    complete = card | {"version": version, "sha256": sha256(model).hexdigest()}
    await rows(
        "INSERT INTO model_versions (version, kind, source, card, model, job_id, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, now()) ON CONFLICT (version) DO NOTHING",
        [version, card["kind"], source, orjson.dumps(complete).decode(), model, job_id],
    )


async def load(version: str) -> Predictor:
    """Return a version ready to forecast; raises ``UnknownModel`` and ``ModelUnusable``."""
    found = await row("SELECT card, model FROM model_versions WHERE version = $1", [version])
    if found is None:
        raise UnknownModel(f"There is no version {version}")
    # Beside the loop: what is loaded is also tried out, which takes as long as many answers.
    return await asyncio.to_thread(_made, version, found["card"], bytes(found["model"]))


@lru_cache(maxsize=2)
def _made(version: str, written: str, model: bytes) -> Predictor:
    """Make a predictor: once, though one caller tries a version and the next one serves it.

    While onnxruntime makes a session, no other thread of the process runs.
    """
    card = orjson.loads(written)
    if sha256(model).hexdigest() != card.get("sha256"):
        raise ModelUnusable(f"{version}: the model is not the one its card describes")
    try:
        return Predictor(model, card)
    except UnusableModel as error:
        raise ModelUnusable(str(error)) from error
    except Exception as error:  # whatever another version of the program wrote into a card
        raise ModelUnusable(f"{version}: its card is not understood: {in_words(error)}") from error


async def in_use() -> str | None:
    """Return the version in use, if any."""
    found = await row("SELECT version FROM model_promotions ORDER BY id DESC LIMIT 1")
    return None if found is None else str(found["version"])


async def days_in_use() -> float | None:
    """Return for how many days the version in use has been so; None where there is none."""
    found = await row(
        "SELECT extract(epoch FROM now() - at)::float8 / 86400 AS days FROM model_promotions "
        "ORDER BY id DESC LIMIT 1"
    )
    return None if found is None else float(found["days"])


async def promote(version: str, *, caller: Caller | None, reason: str, address: str = "") -> None:
    """Put a version to use, inside a transaction; one that is in use already stays, and nothing is noted.

    Raises ``UnknownModel``, and ``ModelUnusable`` where it does not even load here.
    """
    await load(version)
    await rows(_LOCK)
    before = await in_use()
    if before != version:
        await _note(version, "promote", caller, reason)
        await _audit("model.promote", before, version, caller, reason, address)


async def roll_back(version: str, *, caller: Caller, reason: str, address: str = "") -> str:
    """Leave a version that is in use for the one before it, inside a transaction; return which that is.

    Raises ``NotInUse`` and ``ModelUnusable``.
    """
    await rows(_LOCK)
    if await in_use() != version:
        raise NotInUse
    earlier = await before_this(version)
    if earlier is None:
        raise NotInUse("No other version was in use before this one")
    await load(earlier)
    await _note(earlier, "rollback", caller, reason)
    await _audit("model.rollback", version, earlier, caller, reason, address)
    return earlier


async def before_this(version: str) -> str | None:
    """Return the version that was in use before this one came; what was rolled back does not count."""
    stack: list[str] = []
    for change in await changes():
        if change.action == "rollback" and change.version in stack:
            del stack[stack.index(change.version) + 1 :]
        else:
            stack = [earlier for earlier in stack if earlier != change.version] + [change.version]
    return stack[stack.index(version) - 1] if version in stack[1:] else None


async def changes() -> list[Change]:
    """Return every change of the version in use, the oldest first."""
    found = await rows("SELECT version, at, action, promoted_by, reason FROM model_promotions ORDER BY id")
    return [Change(**one) for one in found]


async def take_in(registry: Registry) -> list[str]:
    """Take in what a release ships; return which versions were new.

    The version that the release has in use is put to use where the house has none, or one of a release.
    """
    async with transaction():
        await rows(_LOCK)
        known = {found["version"] for found in await rows("SELECT version FROM model_versions")}
        new = [version for version in registry.versions() if version.name not in known]
        for version in new:
            await add(version.name, version.model, version.card, source="shipped")
        shipped = registry.in_use()
        if shipped is not None and await _gives_way_to(shipped.name, new={version.name for version in new}):
            await _note(shipped.name, "ship", None, "shipped with the release")
    return [version.name for version in new]


async def _gives_way_to(shipped: str, *, new: set[str]) -> bool:
    present = await row(
        "SELECT v.version, v.source FROM model_promotions p JOIN model_versions v USING (version) "
        "ORDER BY p.id DESC LIMIT 1"
    )
    if present is None:
        return True
    # Only a release's own news replaces what an earlier one shipped: a choice of the house's stays.
    return present["source"] == "shipped" and present["version"] != shipped and shipped in new


async def _note(version: str, action: str, caller: Caller | None, reason: str) -> None:
    await rows(
        "INSERT INTO model_promotions (version, at, action, promoted_by, reason) "
        "VALUES ($1, now(), $2, $3, $4)",
        [version, action, caller.user_id if caller else None, reason[:300]],
    )


async def _audit(
    action: audit.Action, before: str | None, after: str, caller: Caller | None, reason: str, address: str
) -> None:
    # What happens by itself stands in the changes; the audit log is of people.
    if caller is not None:
        await audit.record(
            caller, action, f"model:{after}", before={"in_use": before}, after={"in_use": after},
            reason=reason[:300], address=address,
        )  # fmt: skip
