"""Shows as the house's people plan and change them; each write leaves its row in the audit log.

A show is sold as what it is: once somebody has a ticket for it, neither film, place, time, language nor
format changes. Until then it may move, and whoever holds seats of it loses them, for they were seats of
something else. Base prices change at any time; a held quote stays as it is.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tortoise.exceptions import IntegrityError

from server.accounts.scope import ensure_manages
from server.booking.errors import ShowOver
from server.booking.models import LIVE
from server.core import audit, outbox
from server.core.clock import now
from server.core.db import row, rows, violates
from server.core.editing import ensure_as_read
from server.core.errors import NotFound
from server.core.jobs import Job
from server.core.tokens import Caller
from server.planning.errors import ScreenTaken, ShowHasTickets, ShowIsCancelled, StillUsed
from server.planning.faults import Faults
from server.planning.prices import announce_prices, read_prices, write_prices
from server.planning.schemas.shows import HouseShow, ShowChange, ShowIn
from server.planning.show_reads import get
from server.planning.slots import Slot, ensure_free, in_the_way
from server.venues.layouts import get_layout
from server.venues.models import SeatBlock, SeatCategory, Show, ShowPrice, ShowStatus

FARTHEST = timedelta(days=400)
"""How far ahead a show can be planned: beyond it somebody mistook the year."""
_NO_OVERLAP = "shows_screen_free"
_SOLD_AS = ("movie_id", "screen_id", "layout_id", "starts_at", "language", "format")
"""What a ticket is bought for."""


@dataclass(frozen=True, slots=True)
class _Place:
    """The screen of a show with what its theatre says of time and sale, locked until the transaction ends."""

    screen_id: int
    theatre_id: int
    formats: tuple[str, ...]
    zone: ZoneInfo
    sale_closes_after: timedelta


async def create(wanted: ShowIn, *, caller: Caller, address: str, pause: timedelta) -> HouseShow:
    """Plan a show, inside a transaction. ``pause`` is how long a screen stays empty between two shows.

    Raises ``Invalid``, ``NotAllowed`` and ``ScreenTaken``; ``screen_taken`` knows what the database refuses.
    """
    faults = Faults()
    minutes, place = await _find(wanted, faults)
    await ensure_manages(caller, place.theatre_id)
    _check_time(wanted.starts_at, faults)
    layout_id = await _layout(wanted, place, None, faults)
    await _check_prices(wanted, layout_id, faults)
    faults.refuse()
    times = _times(wanted.starts_at, minutes, place)
    await ensure_free(
        Slot(place.screen_id, times["starts_at"], times["ends_at"]), pause=pause, zone=place.zone
    )
    show = await Show.create(
        **_said(wanted), **times, theatre_id=place.theatre_id, screen_id=place.screen_id, layout_id=layout_id
    )
    await write_prices(show.id, wanted.prices)
    made = await get(show.id, pause=pause)
    await audit.record(caller, "show.create", f"show:{show.id}", after=made.picture(), address=address)
    return made


async def change(
    show_id: int, wanted: ShowChange, *, caller: Caller, address: str, pause: timedelta
) -> HouseShow:
    """Make a show what is wanted, inside a transaction.

    Raises ``NotFound``, ``NotAllowed``, ``ShowIsCancelled``, ``ShowOver``, ``ChangedMeanwhile``, ``Invalid``,
    ``ShowHasTickets`` and ``ScreenTaken``; ``screen_taken`` knows what the database refuses.
    """
    show = await _lock(show_id, caller)
    if show.status is ShowStatus.CANCELLED:
        raise ShowIsCancelled
    if show.ends_at <= now():
        raise ShowOver
    before = await get(show_id, pause=pause)
    ensure_as_read(wanted, before)
    faults = Faults()
    minutes, place = await _find(wanted, faults, at_present=show)
    await ensure_manages(caller, place.theatre_id)
    if wanted.starts_at != show.starts_at:
        _check_time(wanted.starts_at, faults)
    layout_id = await _layout(wanted, place, show, faults)
    await _check_prices(wanted, layout_id, faults)
    faults.refuse()

    values = {**_said(wanted), "screen_id": place.screen_id, "theatre_id": place.theatre_id,
              "layout_id": layout_id, "starts_at": wanted.starts_at}  # fmt: skip
    moved = [name for name in _SOLD_AS if getattr(show, name) != values[name]]
    if moved:
        await _ensure_unsold(show_id, moved)
        values |= _times(wanted.starts_at, minutes, place)
        slot = Slot(place.screen_id, values["starts_at"], values["ends_at"])
        await ensure_free(slot, pause=pause, zone=place.zone, but=show_id)
    elif wanted.status == ShowStatus.SCHEDULED.value and show.status is not ShowStatus.SCHEDULED:
        await _ensure_unsold(show_id, ["status"])

    prices = await read_prices(show_id)
    kept_back = await _give_up_blocks(show_id) if "layout_id" in moved else 0
    show.update_from_dict(values)
    await show.save(update_fields=list(values))
    await write_prices(show_id, wanted.prices)
    if moved:
        await outbox.put(Job.CLOSE_SEATS, show_id=show_id)
    written = await read_prices(show_id)
    if prices.keys() != written.keys():
        await outbox.put(Job.SETTLE_SALE, show_id=show_id)
    if prices != written:
        await announce_prices(show_id, cost=prices, caller=caller)
    after = await get(show_id, pause=pause)
    await audit.record(
        caller, "show.change", f"show:{show_id}",
        before={**before.picture(), **({"blocked": kept_back} if kept_back else {})},
        after=after.picture(), address=address,
    )  # fmt: skip
    return after


async def delete(show_id: int, *, caller: Caller, address: str, pause: timedelta) -> None:
    """Delete a show that nobody ever booked, inside a transaction; who holds seats of it loses them.

    Raises ``NotFound``, ``NotAllowed``, and ``StillUsed`` for any other, and for one whose price ever
    changed, as that is written down for good: these are cancelled, never deleted.
    """
    await _lock(show_id, caller)
    used = await row(
        "SELECT (SELECT count(*) FROM bookings WHERE show_id = $1) AS bookings, "
        "(SELECT count(*) FROM price_changes WHERE show_id = $1) AS price_changes",
        [show_id],
    )
    if used is not None and any(used.values()):
        raise StillUsed(**used)
    before = await get(show_id, pause=pause)
    await SeatBlock.filter(show_id=show_id).delete()
    await ShowPrice.filter(show_id=show_id).delete()
    await Show.filter(id=show_id).delete()
    await outbox.put(Job.CLOSE_SEATS, show_id=show_id)
    await audit.record(caller, "show.delete", f"show:{show_id}", before=before.picture(), address=address)


async def screen_taken(error: IntegrityError, wanted: ShowIn, *, pause: timedelta) -> ScreenTaken | None:
    """Return the refusal that a database's error stands for, if it is that shows overlap on the screen.

    For what was planned by somebody who does not wait here; asked once the transaction is over.
    """
    if not violates(error, _NO_OVERLAP):
        return None
    minutes, place = await _find(wanted, Faults())
    slot = Slot(place.screen_id, wanted.starts_at, wanted.starts_at + timedelta(minutes=minutes))
    return await in_the_way(slot, pause=pause, zone=place.zone)


async def _lock(show_id: int, caller: Caller) -> Show:
    """Return a show that no sale can write to until this transaction ends."""
    show = await Show.filter(id=show_id).select_for_update().first()
    if show is None:
        raise NotFound("There is no such show")
    await ensure_manages(caller, show.theatre_id)
    return show


async def _find(wanted: ShowIn, faults: Faults, *, at_present: Show | None = None) -> tuple[int, _Place]:
    """Return the film's minutes and the place, both kept as they are until the transaction ends.

    What a show is in already it stays in, though the film or the screen have it no more. Raises ``Invalid``
    where there is no such film or screen.
    """
    movie = await row(
        "SELECT duration_minutes, languages FROM movies WHERE id = $1 FOR SHARE", [wanted.movie_id]
    )
    if movie is None:
        faults.add("movie_id", "unknown", "There is no such film")
    elif wanted.language not in movie["languages"] and not _stays(at_present, wanted, "movie_id", "language"):
        said = ", ".join(movie["languages"])
        faults.add("language", "not_in_film", f"The film is in {said}")
    place = await _lock_place(wanted.screen_id)
    if place is None:
        faults.add("screen_id", "unknown", "There is no such screen")
    elif wanted.format not in place.formats and not _stays(at_present, wanted, "screen_id", "format"):
        faults.add("format", "not_on_screen", f"The screen has {', '.join(place.formats)}")
    if movie is None or place is None:
        raise faults.refusal()
    return movie["duration_minutes"], place


def _stays(show: Show | None, wanted: ShowIn, *names: str) -> bool:
    return show is not None and all(getattr(show, name) == getattr(wanted, name) for name in names)


async def _lock_place(screen_id: int) -> _Place | None:
    """Have everybody who plans on this screen wait for each other, so that each sees what the other did."""
    screen = await row("SELECT theatre_id, formats FROM screens WHERE id = $1 FOR NO KEY UPDATE", [screen_id])
    if screen is None:
        return None
    theatre = await row(
        "SELECT time_zone, sale_closes_after_start FROM theatres WHERE id = $1 FOR SHARE",
        [screen["theatre_id"]],
    )
    if theatre is None:
        return None
    return _Place(
        screen_id, screen["theatre_id"], tuple(screen["formats"]), ZoneInfo(theatre["time_zone"]),
        timedelta(minutes=theatre["sale_closes_after_start"]),
    )  # fmt: skip


def _check_time(starts_at: datetime, faults: Faults) -> None:
    if starts_at <= now():
        faults.add("starts_at", "past", "This time is over")
    elif starts_at > now() + FARTHEST:
        faults.add("starts_at", "too_far", f"It is more than {FARTHEST.days} days ahead")


async def _layout(wanted: ShowIn, place: _Place, show: Show | None, faults: Faults) -> int | None:
    """Return the layout: the one that is named, else the one it has there, else the screen's newest."""
    if wanted.layout_id is not None:
        named = await row(
            "SELECT 1 FROM seat_layouts WHERE id = $1 AND auditorium_id = $2",
            [wanted.layout_id, place.screen_id],
        )
        if named is None:
            faults.add("layout_id", "unknown", "The screen has no such layout")
            return None
        return wanted.layout_id
    if show is not None and show.screen_id == place.screen_id:
        return show.layout_id
    newest = await row(
        "SELECT id FROM seat_layouts WHERE auditorium_id = $1 ORDER BY version DESC LIMIT 1",
        [place.screen_id],
    )
    if newest is None:
        faults.add("screen_id", "no_layout", "The screen has no seats yet: give it a layout first")
        return None
    return int(newest["id"])


async def _check_prices(wanted: ShowIn, layout_id: int | None, faults: Faults) -> None:
    if layout_id is not None:
        present = {seat.category for seat in (await get_layout(layout_id)).seats}
        for category in wanted.prices:
            if category not in present:
                faults.add(f"prices.{category}", "not_in_layout", f"The screen has no {category} seats")
    if not set(wanted.prices) - {SeatCategory.COMPANION}:
        faults.add("prices", "missing", "A companion's seat is not sold alone: price another category")
    elif SeatCategory.COMPANION in wanted.prices and SeatCategory.WHEELCHAIR not in wanted.prices:
        message = "A companion's seat is sold with a wheelchair place: price these as well"
        faults.add(f"prices.{SeatCategory.WHEELCHAIR}", "missing", message)


def _times(starts_at: datetime, minutes: int, place: _Place) -> dict[str, Any]:
    return {
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=minutes),
        "local_date": starts_at.astimezone(place.zone).date(),
        "sales_close_at": starts_at + place.sale_closes_after,
    }


def _said(wanted: ShowIn) -> dict[str, Any]:
    """Return what a show has from the request as it stands."""
    names = {"movie_id", "language", "subtitles", "format", "status"}
    return {**wanted.model_dump(include=names), "status": ShowStatus(wanted.status)}


async def _ensure_unsold(show_id: int, fields: list[str]) -> None:
    live = await row(
        "SELECT count(*) AS tickets FROM tickets WHERE show_id = $1 AND status = ANY($2)",
        [show_id, [str(status) for status in LIVE]],
    )
    if live is not None and live["tickets"]:
        raise ShowHasTickets(fields, live["tickets"])


async def _give_up_blocks(show_id: int) -> int:
    """Keep no seats back any more: they were seats of another layout. Return how many there were."""
    return len(await rows("DELETE FROM seat_blocks WHERE show_id = $1 RETURNING id", [show_id]))
