"""Theatres as the house's people make and change them; each write leaves its row in the audit log."""

from collections.abc import Sequence
from typing import Any

import orjson
from tortoise.exceptions import IntegrityError

from server.core import audit
from server.core import cursor as cursors
from server.core.db import row, rows, violates
from server.core.editing import ensure_as_read
from server.core.errors import NotFound
from server.core.tokens import Caller
from server.planning.errors import NameTaken, StillUsed
from server.planning.faults import Faults
from server.planning.schemas.theatres import (
    HouseTheatre,
    NewCity,
    TheatreChange,
    TheatreIn,
    TheatresQuery,
)
from server.planning.slugs import slug_of
from server.venues.models import City, Theatre

_SLUG_INDEX, _CITY_INDEX = "theatres_slug_key", "cities_slug_key"
_CURSORS = cursors.Cursors("theatres of the house", cursors.TEXT, cursors.INT)
_LONGEST_SLUG, _LONGEST_CITY = 80, 60

_THEATRES = """
    SELECT t.id, t.slug, t.name, c.slug AS city, c.name AS city_name, t.address, t.latitude, t.longitude,
           t.time_zone, t.currency, t.amenities, t.fee_per_ticket, t.counter_fee_per_ticket,
           t.tax_name, t.tax_rate, t.tax_included,
           t.rounding_unit, t.point_value, t.points_rate, t.cancellation_policy, t.sale_closes_after_start,
           t.cash_release_before_start, t.cash_reservation_minutes, t.single_gap_rule,
           (SELECT count(*) FROM screens a WHERE a.theatre_id = t.id) AS screens,
           (SELECT count(*) FROM shows s WHERE s.theatre_id = t.id AND s.starts_at > now()
             AND s.status <> 'cancelled') AS shows
    FROM theatres t JOIN cities c ON c.id = t.city_id
    WHERE ($1::int IS NULL OR t.id = $1) AND ($2::int[] IS NULL OR t.id = ANY($2))
      AND ($3::text IS NULL
           OR strpos(search_forms(t.name || ' ' || c.name), nullif(fold_accents($3), '')) > 0)
      AND ($4::text IS NULL OR c.slug = $4) AND ($5::text IS NULL OR (t.name, t.id) > ($5, $6::int))
    ORDER BY t.name, t.id LIMIT $7
"""


async def get(theatre_id: int) -> HouseTheatre:
    """Return a theatre; raises ``NotFound``."""
    found = await row(_THEATRES, [theatre_id, None, None, None, None, None, 1])
    if found is None:
        raise NotFound("There is no such theatre")
    return _out(found)


async def list_page(
    query: TheatresQuery, *, among: Sequence[int] | None
) -> tuple[list[HouseTheatre], str | None]:
    """Return one page of theatres by name, and the next cursor; raises ``BadCursor``."""
    name, last_id = _CURSORS.decode(query.cursor) or (None, None)
    found = await rows(_THEATRES, [None, among, query.q, query.city, name, last_id, query.limit + 1])
    page = [_out(theatre) for theatre in found[: query.limit]]
    return page, _CURSORS.encode(page[-1].name, page[-1].id) if len(found) > query.limit else None


async def create(wanted: TheatreIn, *, caller: Caller, address: str) -> HouseTheatre:
    """Make a theatre, and its city where it is new, inside a transaction.

    Raises ``Invalid``; ``name_taken`` knows the other refusal.
    """
    slug = wanted.slug or slug_of(wanted.name, kind="theatre", longest=_LONGEST_SLUG)
    faults = Faults()
    if slug is None:
        faults.add("slug", "missing", "Nothing of this name can be written in a to z: give it a slug")
    city_id = await _city(wanted, faults)
    await _check_zone(wanted.time_zone, faults)
    faults.refuse()
    theatre = await Theatre.create(**_columns(wanted), slug=str(slug), city_id=city_id)
    made = await get(theatre.id)
    await audit.record(
        caller, "theatre.create", f"theatre:{theatre.id}", after=made.picture(), address=address
    )
    return made


async def change(theatre_id: int, wanted: TheatreChange, *, caller: Caller, address: str) -> HouseTheatre:
    """Make a theatre what is wanted, inside a transaction. Shows that are planned keep their times.

    Raises ``NotFound``, ``ChangedMeanwhile``, and ``Invalid`` where zone or currency would change under its
    shows; ``name_taken`` knows the other refusal.
    """
    theatre = await _lock(theatre_id)
    before = await get(theatre_id)
    ensure_as_read(wanted, before)
    faults = Faults()
    city_id = await _city(wanted, faults)
    await _check_zone(wanted.time_zone, faults)
    await _check_what_shows_rest_on(theatre, wanted, faults)
    faults.refuse()
    theatre.update_from_dict({**_columns(wanted), "slug": wanted.slug or theatre.slug, "city_id": city_id})
    await theatre.save()
    after = await get(theatre_id)
    await audit.record(
        caller, "theatre.change", f"theatre:{theatre_id}", before=before.picture(), after=after.picture(),
        address=address,
    )  # fmt: skip
    return after


async def delete(theatre_id: int, *, caller: Caller, address: str) -> None:
    """Delete a theatre without screens, inside a transaction; raises ``NotFound`` and ``StillUsed``."""
    await _lock(theatre_id)
    used = await row(
        "SELECT (SELECT count(*) FROM screens WHERE theatre_id = $1) AS screens, "
        "(SELECT count(*) FROM promotions WHERE $1 = ANY(theatre_ids)) AS promotions, "
        "(SELECT count(*) FROM role_grants WHERE theatre_id = $1) AS roles",
        [theatre_id],
    )
    if used is not None and any(used.values()):
        raise StillUsed(**used)
    before = await get(theatre_id)
    await Theatre.filter(id=theatre_id).delete()
    await audit.record(
        caller, "theatre.delete", f"theatre:{theatre_id}", before=before.picture(), address=address
    )


def name_taken(error: IntegrityError) -> NameTaken | None:
    """Return the refusal that a database's error stands for, if it is that a slug is another's."""
    if violates(error, _SLUG_INDEX):
        return NameTaken("slug", "Another theatre has this slug; give this one a slug of its own")
    if violates(error, _CITY_INDEX):
        return NameTaken("new_city.name", "There is a city of this name; choose it")
    return None


async def _city(wanted: TheatreIn, faults: Faults) -> int | None:
    if wanted.new_city is not None:
        return await _found(wanted.new_city, wanted, faults)
    city = await City.filter(slug=wanted.city or "").first()
    if city is None:
        faults.add("city", "unknown", "There is no such city")
        return None
    return city.id


async def _found(new: NewCity, wanted: TheatreIn, faults: Faults) -> int | None:
    slug = slug_of(new.name, kind="city", longest=_LONGEST_CITY)
    if slug is None:
        faults.add("new_city.name", "unwritable", "Write the city's name in a to z")
        return None
    city = await City.create(
        slug=slug, name=new.name, country=new.country, time_zone=wanted.time_zone, currency=wanted.currency
    )
    return city.id


async def _check_zone(zone: str, faults: Faults) -> None:
    """Ask PostgreSQL, which reckons local days itself and has a table of zones of its own."""
    if await row("SELECT 1 FROM pg_timezone_names WHERE name = $1", [zone]) is None:
        faults.add("time_zone", "unknown", "The database does not know this zone")


async def _check_what_shows_rest_on(theatre: Theatre, wanted: TheatreIn, faults: Faults) -> None:
    """Refuse another zone or currency once there are shows: dates and prices were said in them."""
    changed = [name for name in ("time_zone", "currency") if getattr(theatre, name) != getattr(wanted, name)]
    if changed and await row("SELECT 1 FROM shows WHERE theatre_id = $1 LIMIT 1", [theatre.id]):
        for name in changed:
            faults.add(name, "still_used", "The theatre has shows whose dates and prices rest on it")


def _columns(wanted: TheatreIn) -> dict[str, Any]:
    return wanted.model_dump(exclude={"slug", "city", "new_city", "etag"})


async def _lock(theatre_id: int) -> Theatre:
    theatre = await Theatre.filter(id=theatre_id).select_for_update().first()
    if theatre is None:
        raise NotFound("There is no such theatre")
    return theatre


def _out(found: dict[str, Any]) -> HouseTheatre:
    policy = orjson.loads(found["cancellation_policy"])
    return HouseTheatre.model_validate({**found, "cancellation_policy": policy})
