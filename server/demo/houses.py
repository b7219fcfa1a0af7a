"""The demo theatres as rows: cities, theatres, screens, and the first version of each layout."""

import json
from datetime import datetime

from server.core import db
from server.demo.copying import copy, keys
from server.demo.halls import HALLS
from server.demo.layouts import Layout, build
from server.demo.places import CANCELLATION_POLICY, CITIES
from server.demo.schedule import PLACES, SALE_CLOSES_AFTER_START

_THEATRE = (
    "slug", "name", "city_id", "address", "latitude", "longitude", "time_zone", "currency",
    "amenities", "fee_per_ticket", "tax_name", "tax_rate", "tax_included", "cancellation_policy",
    "sale_closes_after_start", "cash_release_before_start", "single_gap_rule", "rounding_unit",
    "point_value", "points_rate",
)  # fmt: skip
_LAYOUT = (
    "auditorium_id",
    "version",
    "seat_count",
    "width",
    "height",
    "screen",
    "rows",
    "seats",
    "created_at",
)
_CASH_RELEASE_MINUTES = 30


async def load_houses(now: datetime) -> dict[tuple[str, str], int]:
    """Add what is missing of cities, theatres, screens and layouts; return screen ids by theatre and name."""
    present = await keys("cities", "slug")
    await copy(
        "cities",
        ("slug", "name", "country", "time_zone", "currency"),
        [
            (city.slug, city.name, city.country, city.time_zone, city.currency)
            for city in CITIES
            if city.slug not in present
        ],
    )
    await _load_theatres()
    screens = await _load_screens()
    await _load_layouts(screens, now)
    return screens


async def _load_theatres() -> None:
    cities, present = await keys("cities", "slug"), await keys("theatres", "slug")
    policy = json.dumps(
        [{"hours_before": hours, "refund_percent": share} for hours, share in CANCELLATION_POLICY]
    )
    closes = int(SALE_CLOSES_AFTER_START.total_seconds() // 60)
    records: list[tuple[object, ...]] = []
    for city in CITIES:
        for number, house in enumerate(city.theatres):
            if house.slug in present:
                continue
            where = (house.address, house.latitude, house.longitude, city.time_zone, city.currency)
            tax = (city.tax_name, city.tax_rate, house.tax_included)
            money = (city.rounding_unit, city.point_value, city.points_rate)
            rules = (house.fee, *tax, policy, closes, _CASH_RELEASE_MINUTES, number % 2 == 0, *money)
            records.append((house.slug, house.name, cities[city.slug], *where, list(house.amenities), *rules))
    await copy("theatres", _THEATRE, records)


async def _screen_ids() -> dict[tuple[str, str], int]:
    found = await db.rows("SELECT s.id, t.slug, s.name FROM screens s JOIN theatres t ON t.id = s.theatre_id")
    return {(row["slug"], row["name"]): row["id"] for row in found}


async def _load_screens() -> dict[tuple[str, str], int]:
    theatres, present = await keys("theatres", "slug"), await _screen_ids()
    await copy(
        "screens",
        ("theatre_id", "name", "formats"),
        [
            (theatres[place.theatre.slug], place.screen.name, list(place.screen.formats))
            for place in PLACES
            if place.key not in present
        ],
    )
    return await _screen_ids()


async def _load_layouts(screens: dict[tuple[str, str], int], now: datetime) -> None:
    found = await db.rows("SELECT DISTINCT auditorium_id FROM seat_layouts")
    present = {row["auditorium_id"] for row in found}
    await copy(
        "seat_layouts",
        _LAYOUT,
        [
            _layout_row(screens[place.key], build(HALLS[place.screen.hall]), now)
            for place in PLACES
            if screens[place.key] not in present
        ],
    )


def _layout_row(screen_id: int, layout: Layout, now: datetime) -> tuple[object, ...]:
    return (
        screen_id,
        1,
        len(layout.seats),
        layout.width,
        layout.height,
        json.dumps({"x": layout.screen_x, "width": layout.screen_width}),
        json.dumps([{"label": label, "y": y} for label, y in layout.rows]),
        json.dumps([seat.as_json() for seat in layout.seats]),
        now,
    )
