"""Prices set by hand: for one show, with a reason, until a stated end."""

from datetime import datetime

import orjson

from server.accounts.scope import ensure_manages
from server.core import audit
from server.core.clock import now
from server.core.db import rows, transaction
from server.core.errors import Invalid
from server.core.money import Money
from server.core.tokens import Caller
from server.pricing.current import current_prices
from server.pricing.errors import NothingOverridden
from server.pricing.schemas import OverrideIn
from server.pricing.settling import amounts, lock, settle
from server.pricing.why import HAND_ENDED, HAND_LAPSED
from server.venues.asking import WHOLE
from server.venues.models import KEPT_CATEGORIES
from server.venues.shows import ShowFacts, get_show

_NOT_LEADING = KEPT_CATEGORIES


async def override(show_id: int, wanted: OverrideIn, *, caller: Caller, address: str) -> None:
    """Set a show's prices by hand, in a transaction of its own; an earlier override gives way.

    Raises ``NotFound``, ``NotAllowed``, ``ShowPast``, ``ShowNotOnSale``, and ``Invalid`` for prices outside
    the theatre's floor and ceiling or an end that is none.
    """
    show = await get_show(show_id)
    await ensure_manages(caller, show.theatre_id)
    at = now()
    show.ensure_on_sale(at)
    _ensure_end(wanted.until, show, at)
    prices = prices_of(wanted, show)
    async with transaction():
        await lock([show_id])
        before = amounts(current_prices(await get_show(show_id), at=at))
        await rows(
            "UPDATE show_pricing SET override = $2, override_until = $3, override_reason = $4, "
            "override_by = $5 WHERE show_id = $1",
            [show_id, orjson.dumps(prices).decode(), wanted.until, wanted.reason, caller.user_id],
        )
        await audit.record(
            caller, "price.override", f"show:{show_id}", before=before,
            after={**prices, "until": wanted.until}, reason=wanted.reason, address=address,
        )  # fmt: skip
        await settle([show_id], reason=wanted.reason, changed_by=caller.user_id)


async def end(show_id: int, *, caller: Caller, address: str) -> None:
    """End a show's override before its time.

    Raises ``NotFound``, ``NotAllowed`` and ``NothingOverridden``.
    """
    show = await get_show(show_id)
    await ensure_manages(caller, show.theatre_id)
    async with transaction():
        await lock([show_id])
        show = await get_show(show_id)
        if show.asking.override_at(now()) is None:
            raise NothingOverridden
        before = amounts(current_prices(show))
        await _clear([show_id])
        await audit.record(
            caller, "price.override_end", f"show:{show_id}", before=before,
            after=amounts(current_prices(await get_show(show_id))), address=address,
        )  # fmt: skip
        await settle([show_id], reason=HAND_ENDED, changed_by=caller.user_id)


async def lapsed(limit: int) -> list[int]:
    """Return shows whose override has come to its end and is not yet cleared away."""
    found = await rows(
        "SELECT show_id FROM show_pricing WHERE override_until <= now() ORDER BY override_until LIMIT $1",
        [limit],
    )
    return [one["show_id"] for one in found]


async def clear_lapsed(show_ids: list[int]) -> None:
    """Clear overrides that have ended, and write down and tell what is asked since. Safe twice."""
    async with transaction():
        await lock(show_ids)
        found = await rows(
            "SELECT show_id FROM show_pricing WHERE show_id = ANY($1) AND override_until <= now()", [show_ids]
        )
        over = [one["show_id"] for one in found]
        await _clear(over)
        await settle(over, reason=HAND_LAPSED)


def prices_of(wanted: OverrideIn, show: ShowFacts) -> dict[str, int]:
    """Return what each category costs under an override; raises ``Invalid`` outside the theatre's bounds.

    A price is that of the cheapest category that anybody may buy, and the others move in proportion.
    """
    bounds = show.asking.bounds
    leading = leading_price(show)
    field = "multiplier" if wanted.price is None else "price"
    multiple = (
        wanted.price * WHOLE / leading if wanted.price is not None else (wanted.multiplier or 1) * WHOLE
    )
    least, most = bounds.least(leading), bounds.most(leading)
    asked = wanted.price if wanted.price is not None else round(leading * multiple / WHOLE)
    if not least <= asked <= most:
        said = (
            f"must lie between {_written(least, show)} and {_written(most, show)}, "
            "the theatre's floor and ceiling"
            if wanted.price is not None
            else f"must lie between {bounds.floor / WHOLE:g} and {bounds.ceiling / WHOLE:g}"
        )
        raise Invalid(errors=[{"field": field, "code": "outside_bounds", "message": said}])
    prices = {
        category: bounds.at(base.amount, round(multiple)) for category, base in show.base_prices.items()
    }
    if wanted.price is not None:
        # As it was typed, even where the theatre's prices are rounded otherwise.
        prices |= {
            category: wanted.price
            for category, base in show.base_prices.items()
            if base.amount == leading and category not in _NOT_LEADING
        }
    return prices


def leading_category(show: ShowFacts) -> str:
    """Return the category whose price stands for a show; empty for one without prices."""
    least = leading_price(show)
    names = [name for name, base in show.base_prices.items() if base.amount == least]
    return next((name for name in names if name not in _NOT_LEADING), names[0] if names else "")


def leading_price(show: ShowFacts) -> int:
    """Return the base price that stands for a show, minor units: its cheapest that anybody may buy."""
    leading = [base.amount for category, base in show.base_prices.items() if category not in _NOT_LEADING]
    return min(leading or [base.amount for base in show.base_prices.values()], default=0)


def _written(amount: int, show: ShowFacts) -> str:
    return Money(amount, show.rules.currency).written("en")


async def _clear(show_ids: list[int]) -> None:
    await rows(
        "UPDATE show_pricing SET override = NULL, override_until = NULL, override_reason = NULL, "
        "override_by = NULL WHERE show_id = ANY($1)",
        [show_ids],
    )


def _ensure_end(until: datetime, show: ShowFacts, at: datetime) -> None:
    if until <= at:
        message = "must be in the future"
    elif until > show.sales_close_at:
        message = "must not be after the sale ends"
    else:
        return
    raise Invalid(errors=[{"field": "until", "code": "bad_end", "message": message}])
