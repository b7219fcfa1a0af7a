"""Two promotions to try at the checkout, and some points to spend there."""

from datetime import datetime

from server.core import db
from server.demo.copying import copy, keys
from server.demo.people import DEMO_PEOPLE

_GRANTED = 500
_PROMOTIONS = (
    # code, label, kind, value, currency, max_discount, per_user_limit, first_booking_only, min_seats
    ("FIRSTSHOW", "First show, 20 % off", "percent", 2000, "INR", 15000, 1, True, 1),
    ("GROUP10", "Group of four or more, 10 % off", "percent", 1000, None, None, None, False, 4),
)
_COLUMNS = (
    "code", "label", "kind", "value", "currency", "max_discount", "per_user_limit", "first_booking_only",
    "min_seats", "starts_at", "theatre_ids", "movie_ids", "created_at",
)  # fmt: skip


async def load_promotions(now: datetime) -> None:
    """Add the demo promotions that are missing, for every theatre and without an end."""
    present = await keys("promotions", "code")
    await copy(
        "promotions",
        _COLUMNS,
        [(*terms, now, [], [], now) for terms in _PROMOTIONS if terms[0] not in present],
    )


async def grant_points() -> None:
    """Give points to the demo people who have never had any."""
    await db.rows(
        "INSERT INTO points_ledger (user_id, delta, reason, available_at, created_at) "
        "SELECT u.id, $2, 'granted', now(), now() FROM users u WHERE u.email = ANY($1) "
        "AND NOT EXISTS (SELECT FROM points_ledger l WHERE l.user_id = u.id)",
        [[who.email for who in DEMO_PEOPLE], _GRANTED],
    )
