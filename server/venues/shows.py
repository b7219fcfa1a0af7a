"""A show as the sale path needs it: one read, one frozen object."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from server.core.db import row, rows
from server.core.errors import NotFound
from server.core.gathering import Gathered, Recent
from server.core.money import Money
from server.venues.asking import CEILING, FLOOR, INTERVAL, Asking, Bounds, Override
from server.venues.errors import ShowNotOnSale, ShowPast
from server.venues.models import ShowStatus


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of a theatre that decide what a customer pays and when a reservation lapses."""

    currency: str
    fee_per_ticket: int
    tax_name: str
    tax_rate: int
    tax_included: bool
    cash_release_before_start: int
    cash_reservation_minutes: int = 120
    single_gap_rule: bool = False
    cancellation_policy: tuple[dict[str, int], ...] = ()
    """``{hours_before, refund_percent}`` in any order."""
    rounding_unit: int = 1
    """The smallest amount that can be paid, minor units."""
    point_value: int = 0
    """What a point pays, minor units; 0 where points are not taken."""
    points_rate: int = 0
    """Points earned for each 100 of the main unit that are paid."""
    counter_fee_per_ticket: int = 0
    """In place of the other fee where the theatre's people sell at the counter, minor units."""


_UNASKED = Asking()


@dataclass(frozen=True, slots=True)
class ShowFacts:
    """One show with its theatre's rules and base prices (minor units by seat category)."""

    id: int
    movie_id: int
    theatre_id: int
    layout_id: int
    starts_at: datetime
    sales_close_at: datetime
    status: ShowStatus
    time_zone: ZoneInfo
    rules: HouseRules
    base_prices: dict[str, Money]
    asking: Asking = _UNASKED

    @property
    def sold_as(self) -> tuple[int, int, str]:
        """What seats of it are chosen and bought as: another film, hall or time is another show."""
        return self.movie_id, self.layout_id, self.starts_at.isoformat()

    def ensure_on_sale(self, at: datetime) -> None:
        """Raise ``ShowPast`` or ``ShowNotOnSale`` unless seats may be held and booked at this moment."""
        if at >= self.sales_close_at:
            raise ShowPast
        if self.status is not ShowStatus.ON_SALE:
            raise ShowNotOnSale

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the theatre's own time."""
        return moment.astimezone(self.time_zone)


_SHOWS = """
    SELECT s.id, s.movie_id, s.theatre_id, s.layout_id, s.starts_at, s.sales_close_at, s.status,
           t.time_zone, t.currency, t.fee_per_ticket, t.tax_name, t.tax_rate, t.tax_included,
           t.cash_release_before_start, t.cash_reservation_minutes, t.single_gap_rule, t.cancellation_policy,
           t.rounding_unit, t.point_value, t.points_rate, t.counter_fee_per_ticket,
           (SELECT jsonb_object_agg(p.category, p.amount) FROM show_prices p
             WHERE p.show_id = s.id) AS prices,
           r.automatic, r.floor, r.ceiling, r.unit, r.interval_minutes, a.moved_at,
           a.multiple, a.model_version, a.expected_share, a.override, a.override_until, a.override_reason
    FROM shows s JOIN theatres t ON t.id = s.theatre_id
    LEFT JOIN price_rules r ON r.theatre_id = s.theatre_id
    LEFT JOIN show_pricing a ON a.show_id = s.id
    WHERE s.id = ANY($1)
"""

FRESH_SECONDS = 1.0
"""How old facts may be where ``recent_show`` is asked."""


async def get_show(show_id: int) -> ShowFacts:
    """Return a show as PostgreSQL has it now; raises ``NotFound``. For the sale and whatever moves money."""
    return _existing((await read_shows([show_id])).get(show_id))


async def lock_open_show(show_id: int, *, at: datetime, seen: ShowFacts | None = None) -> bool:
    """Tell, inside a transaction, whether a show is sold at this moment, and keep it so until the end.

    Where it was ``seen`` before it must be the same film, hall and time still. Whoever cancels or moves the
    show waits for this transaction, and then finds what it wrote.
    """
    found = await row(
        "SELECT status, sales_close_at, movie_id, layout_id, starts_at FROM shows WHERE id = $1 FOR SHARE",
        [show_id],
    )
    if found is None or found["status"] != ShowStatus.ON_SALE or found["sales_close_at"] <= at:
        return False
    now = (found["movie_id"], found["layout_id"], found["starts_at"])
    return seen is None or now == (seen.movie_id, seen.layout_id, seen.starts_at)


async def recent_show(show_id: int) -> ShowFacts:
    """Return a show as it was at most a second ago; raises ``NotFound``. For looking and for holding."""
    return _recent.peek(show_id) or _existing(await _recent.get(show_id))


async def show_now(show_id: int) -> ShowFacts:
    """Return a show no older than the question, read with others that are asked for; raises ``NotFound``.

    For many at once, outside of transactions; what moves money asks ``get_show``.
    """
    return _existing(await _fresh.get(show_id))


async def read_shows(show_ids: list[int]) -> dict[int, ShowFacts]:
    """Return those of the shows that exist, read now and in one query."""
    return {found["id"]: _facts(found) for found in await rows(_SHOWS, [show_ids])}


_fresh = Gathered(read_shows)
_recent = Recent(Gathered(read_shows), seconds=FRESH_SECONDS)


def _existing(show: ShowFacts | None) -> ShowFacts:
    if show is None:
        raise NotFound("There is no such show")
    return show


def _facts(found: dict[str, Any]) -> ShowFacts:
    currency = found["currency"]
    return ShowFacts(
        id=found["id"],
        movie_id=found["movie_id"],
        theatre_id=found["theatre_id"],
        layout_id=found["layout_id"],
        starts_at=found["starts_at"],
        sales_close_at=found["sales_close_at"],
        status=ShowStatus(found["status"]),
        time_zone=ZoneInfo(found["time_zone"]),
        rules=HouseRules(
            currency=currency,
            fee_per_ticket=found["fee_per_ticket"],
            tax_name=found["tax_name"],
            tax_rate=found["tax_rate"],
            tax_included=found["tax_included"],
            cash_release_before_start=found["cash_release_before_start"],
            cash_reservation_minutes=found["cash_reservation_minutes"],
            single_gap_rule=found["single_gap_rule"],
            cancellation_policy=tuple(orjson.loads(found["cancellation_policy"])),
            rounding_unit=found["rounding_unit"],
            point_value=found["point_value"],
            points_rate=found["points_rate"],
            counter_fee_per_ticket=found["counter_fee_per_ticket"],
        ),
        base_prices={
            category: Money(amount, currency)
            for category, amount in orjson.loads(found["prices"] or "{}").items()
        },
        asking=_asking(found),
    )


def _asking(found: dict[str, Any]) -> Asking:
    override = None
    if found["override"] is not None:
        override = Override(
            orjson.loads(found["override"]), found["override_until"], found["override_reason"] or ""
        )
    return Asking(
        bounds=Bounds(
            FLOOR if found["floor"] is None else found["floor"],
            CEILING if found["ceiling"] is None else found["ceiling"],
            max(found["unit"] or 0, found["rounding_unit"]),
        ),
        automatic=bool(found["automatic"]),
        multiple=found["multiple"],
        model_version=found["model_version"],
        expected_share=found["expected_share"],
        override=override,
        moved_at=found["moved_at"],
        interval=INTERVAL
        if found["interval_minutes"] is None
        else timedelta(minutes=found["interval_minutes"]),
    )
