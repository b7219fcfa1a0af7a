"""Screens as the house's people make and change them; each write leaves its row in the audit log."""

from collections.abc import Sequence
from typing import Any

import orjson
from tortoise.exceptions import IntegrityError

from server.accounts.scope import ensure_manages
from server.core import audit
from server.core import cursor as cursors
from server.core.db import breaks_reference, row, rows, violates
from server.core.editing import ensure_as_read
from server.core.errors import DomainError, Invalid, NotFound
from server.core.tokens import Caller
from server.planning.errors import NameTaken, StillUsed
from server.planning.faults import Faults, fault
from server.planning.schemas.theatres import HouseScreen, ScreenChange, ScreenIn, ScreensQuery
from server.venues.models import Screen, SeatLayout

_NAME_INDEX = "uid_screens_theatre_ca0218"
_CURSORS = cursors.Cursors("screens", cursors.INT, cursors.INT)

_SCREENS = """
    SELECT a.id, a.theatre_id, t.name AS theatre_name, a.name, a.formats, l.id AS layout_id,
           l.version AS layout_version, coalesce(l.seat_count, 0) AS capacity,
           coalesce((SELECT jsonb_object_agg(category, seats) FROM (
                SELECT seat ->> 'category' AS category, count(*) AS seats
                FROM jsonb_array_elements(l.seats) AS seat GROUP BY 1) counted), '{}') AS categories,
           (SELECT count(*) FROM shows s WHERE s.screen_id = a.id AND s.starts_at > now()
             AND s.status <> 'cancelled') AS shows
    FROM screens a JOIN theatres t ON t.id = a.theatre_id
    LEFT JOIN LATERAL (SELECT id, version, seat_count, seats FROM seat_layouts
                       WHERE auditorium_id = a.id ORDER BY version DESC LIMIT 1) l ON true
    WHERE ($1::int IS NULL OR a.id = $1) AND ($2::int[] IS NULL OR a.theatre_id = ANY($2))
      AND ($3::int IS NULL OR a.theatre_id = $3) AND ($4::int IS NULL OR (a.theatre_id, a.id) > ($4, $5::int))
    ORDER BY a.theatre_id, a.id LIMIT $6
"""


async def get(screen_id: int) -> HouseScreen:
    """Return a screen; raises ``NotFound``."""
    found = await row(_SCREENS, [screen_id, None, None, None, None, 1])
    if found is None:
        raise NotFound("There is no such screen")
    return _out(found)


async def list_page(
    query: ScreensQuery, *, among: Sequence[int] | None
) -> tuple[list[HouseScreen], str | None]:
    """Return one page of screens, a theatre's together, and the next cursor; raises ``BadCursor``."""
    theatre_id, last_id = _CURSORS.decode(query.cursor) or (None, None)
    found = await rows(_SCREENS, [None, among, query.theatre_id, theatre_id, last_id, query.limit + 1])
    page = [_out(screen) for screen in found[: query.limit]]
    return page, _CURSORS.encode(page[-1].theatre_id, page[-1].id) if len(found) > query.limit else None


async def create(wanted: ScreenIn, *, caller: Caller, address: str) -> HouseScreen:
    """Make a screen, inside a transaction. Raises ``NotAllowed``; ``refusal`` knows the others."""
    await ensure_manages(caller, wanted.theatre_id)
    screen = await Screen.create(**wanted.model_dump())
    made = await get(screen.id)
    await audit.record(caller, "screen.create", f"screen:{screen.id}", after=made.picture(), address=address)
    return made


async def change(screen_id: int, wanted: ScreenChange, *, caller: Caller, address: str) -> HouseScreen:
    """Make a screen what is wanted, inside a transaction; its theatre stays.

    Raises ``NotFound``, ``NotAllowed``, ``ChangedMeanwhile``, and ``Invalid`` for another theatre or where
    shows to come are in a format that is to go; ``refusal`` knows the others.
    """
    screen = await _lock(screen_id, caller)
    before = await get(screen_id)
    ensure_as_read(wanted, before)
    faults = Faults()
    if wanted.theatre_id != screen.theatre_id:
        faults.add("theatre_id", "fixed", "A screen stays in its theatre")
    for missing in await _missed_formats(screen_id, wanted.formats):
        faults.add("formats", "still_used", f"{missing['shows']} shows to come are in {missing['format']}")
    faults.refuse()
    screen.update_from_dict({"name": wanted.name, "formats": wanted.formats})
    await screen.save(update_fields=["name", "formats"])
    after = await get(screen_id)
    await audit.record(
        caller, "screen.change", f"screen:{screen_id}", before=before.picture(), after=after.picture(),
        address=address,
    )  # fmt: skip
    return after


async def delete(screen_id: int, *, caller: Caller, address: str) -> None:
    """Delete a screen that never had a show, and its layouts, inside a transaction.

    Raises ``NotFound``, ``NotAllowed`` and ``StillUsed``.
    """
    await _lock(screen_id, caller)
    used = await row("SELECT count(*) AS shows FROM shows WHERE screen_id = $1", [screen_id])
    if used is not None and used["shows"]:
        raise StillUsed(**used)
    before = await get(screen_id)
    await SeatLayout.filter(auditorium_id=screen_id).delete()
    await Screen.filter(id=screen_id).delete()
    await audit.record(
        caller, "screen.delete", f"screen:{screen_id}", before=before.picture(), address=address
    )


def refusal(error: IntegrityError) -> DomainError | None:
    """Return the refusal that a database's error stands for: a name that is taken, a theatre that is none."""
    if violates(error, _NAME_INDEX):
        return NameTaken("name", "The theatre has another screen of this name")
    if breaks_reference(error):
        return Invalid(errors=[fault("theatre_id", "unknown", "There is no such theatre")])
    return None


async def _lock(screen_id: int, caller: Caller) -> Screen:
    screen = await Screen.filter(id=screen_id).select_for_update().first()
    if screen is None:
        raise NotFound("There is no such screen")
    await ensure_manages(caller, screen.theatre_id)
    return screen


async def _missed_formats(screen_id: int, formats: Sequence[str]) -> list[dict[str, Any]]:
    return await rows(
        "SELECT format, count(*) AS shows FROM shows WHERE screen_id = $1 AND starts_at > now() "
        "AND status <> 'cancelled' AND format <> ALL($2) GROUP BY format ORDER BY format",
        [screen_id, list(formats)],
    )


def _out(found: dict[str, Any]) -> HouseScreen:
    return HouseScreen.model_validate({**found, "categories": orjson.loads(found["categories"])})
