"""What a show costs and why, for everybody who looks: kept as bytes for as long as nothing of it changes."""

from dataclasses import dataclass
from typing import Any

from server.core.clock import now
from server.core.db import rows
from server.core.gathering import Gathered, Recent
from server.core.http.language import Language
from server.core.wire import MoneyOut
from server.forecasting.schemas import CategoryOut, ExpectedOut, ReasonOut, ShowPriceOut
from server.pricing.current import current_prices
from server.pricing.overrides import leading_price
from server.venues.shows import FRESH_SECONDS, ShowFacts

_FORECASTS = """
    SELECT show_id, tickets, low, high, level, seats, best, version
    FROM show_forecasts WHERE show_id = ANY($1)
"""
_MOST = 10_000

SENTENCES: dict[str, dict[Language, str]] = {
    "filling_fast": {
        "en": "Filling fast: {percent} % expected",
        "hi": "तेज़ी से भर रहा है: {percent} % अपेक्षित",
        "te": "వేగంగా నిండుతోంది: {percent} % అంచనా",
    },
    "quieter": {
        "en": "A quieter show: {percent} % expected",
        "hi": "कम भीड़ वाला शो: {percent} % अपेक्षित",
        "te": "తక్కువ రద్దీ షో: {percent} % అంచనా",
    },
    "set_by_house": {
        "en": "Price set by the theatre",
        "hi": "कीमत सिनेमाघर ने तय की है",
        "te": "ధరను థియేటర్ నిర్ణయించింది",
    },
}
"""Why a price is what it is, for who buys. Only what is so is said."""


@dataclass(frozen=True, slots=True)
class _Forecast:
    tickets: float
    low: float
    high: float
    level: float
    seats: int
    best: int
    version: str


async def _read(show_ids: list[int]) -> dict[int, _Forecast]:
    return {
        found["show_id"]: _Forecast(**{name: value for name, value in found.items() if name != "show_id"})
        for found in await rows(_FORECASTS, [show_ids])
    }


_recent = Recent(Gathered(_read), seconds=FRESH_SECONDS)
_written: dict[tuple[int, Language], tuple[ShowFacts, Any, bool, bytes]] = {}


async def show_price(show: ShowFacts, language: Language) -> bytes:
    """Return the JSON of ``ShowPriceOut`` for a show; the same bytes until facts or forecast change."""
    forecast = _recent.peek(show.id) or await _recent.get(show.id)
    at = now()
    overridden = show.asking.override_at(at) is not None
    key = (show.id, language)
    known = _written.get(key)
    if known is not None and known[0] is show and known[1] is forecast and known[2] is overridden:
        return known[3]
    written = _out(show, forecast, language).model_dump_json().encode()
    if len(_written) >= _MOST:
        _written.clear()
    _written[key] = (show, forecast, overridden, written)
    return written


def _out(show: ShowFacts, forecast: _Forecast | None, language: Language) -> ShowPriceOut:
    at = now()
    prices = current_prices(show, at=at)
    asking, currency, base = show.asking, show.rules.currency, leading_price(show)
    override = asking.override_at(at)

    def money(amount: int) -> MoneyOut:
        return MoneyOut(amount=amount, currency=currency)

    categories = [
        CategoryOut(
            category=category,
            base=MoneyOut.of(price),
            current=MoneyOut.of(prices[category].price),
            recommended=None if forecast is None else money(asking.bounds.at(price.amount, forecast.best)),
            floor=money(asking.bounds.least(price.amount)),
            ceiling=money(asking.bounds.most(price.amount)),
        )
        for category, price in show.base_prices.items()
    ]
    leading = next((one for one in categories if one.base.amount == base), None)
    source = next((current.source for current in prices.values()), "base")
    return ShowPriceOut(
        show_id=show.id,
        current_price=leading.current if leading else money(0),
        source=source,
        recommended_price=leading.recommended if leading else None,
        model_version=asking.model_version if source == "ml" else (forecast.version if forecast else None),
        categories=categories,
        expected=None
        if forecast is None
        else ExpectedOut(
            tickets=round(forecast.tickets, 1), low=round(forecast.low, 1), high=round(forecast.high, 1),
            level=forecast.level, capacity=forecast.seats,
        ),
        reason=_reason(show, source, leading, language),
        until=show.local(override.until) if override else None,
    )  # fmt: skip


def _reason(
    show: ShowFacts, source: str, leading: CategoryOut | None, language: Language
) -> ReasonOut | None:
    if source == "override":
        return ReasonOut(code="set_by_house", text=SENTENCES["set_by_house"][language], expected_percent=None)
    share = show.asking.expected_share
    if source != "ml" or leading is None or share is None or leading.current.amount == leading.base.amount:
        return None
    code: Any = "filling_fast" if leading.current.amount > leading.base.amount else "quieter"
    percent = min(round(100 * share), 100)
    return ReasonOut(
        code=code, text=SENTENCES[code][language].format(percent=percent), expected_percent=percent
    )
