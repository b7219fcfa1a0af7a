"""How much of a show one shopper, one address or everybody may hold, from the settings."""

from datetime import timedelta
from functools import lru_cache
from math import ceil

from seat_engine import Limits
from seat_engine.errors import LimitReached
from server.booking.errors import HoldLimit, TooManyHolds, TooManyPlaces
from server.booking.unpaid import UnpaidCaps
from server.core.errors import DomainError
from server.core.http.addresses import Pseudonyms, household, parsed
from server.settings import Settings

_SENTENCES = {
    "holder": "You hold as many seats of this show as one person may; book them or let some go first",
    "address": "Many seats of this show are on hold from where you are; please try again in a moment",
    "address_places": "Wheelchair places are on hold from where you are; please try again in a moment",
    "show": "Many seats of this show are on hold right now; please try again in a moment",
    "holder_quota": "You took and gave back many seats; please wait a moment before you choose again",
    "address_quota": "Many seats were taken from where you are; please wait a moment before you choose again",
}


class HoldLimits:
    """The house's limits, as the seat engine takes them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = Pseudonyms(settings.database_url)
        self.for_show = lru_cache(maxsize=1000)(self._for_show)
        """Returns the limits of a show with that many seats."""

    def _for_show(self, seat_count: int) -> Limits:
        chosen = self._settings
        share = chosen.holds_show_percent
        own = chosen.holds_holder_seats
        return Limits(
            holder_seats=chosen.max_seats if own is None else own,
            address_seats=chosen.holds_address_seats,
            show_seats=max(1, seat_count * share // 100) if share else 0,
            holder_quota=chosen.holds_holder_quota,
            address_quota=chosen.holds_address_quota,
            window=timedelta(seconds=chosen.holds_window_seconds),
            holder_places=chosen.max_wheelchair_places,
            # A browser that has no account is another holder each time it asks; a house may have two parties.
            address_places=2 * chosen.max_wheelchair_places,
        )

    @property
    def unpaid(self) -> UnpaidCaps:
        """What may wait for its money."""
        chosen = self._settings
        own = chosen.holds_holder_seats
        return UnpaidCaps(
            account_bookings=chosen.unpaid_bookings,
            account_seats=chosen.unpaid_seats,
            address_seats=chosen.unpaid_address_seats,
            show_account_seats=chosen.max_seats if own is None else own,
            show_address_seats=chosen.holds_address_seats,
        )

    @property
    def places(self) -> int:
        """Wheelchair places of a show that one person may have; 0 is no limit."""
        return self._settings.max_wheelchair_places

    def address_name(self, address: str) -> str:
        """Return the name by which Redis knows an address: it cannot be turned back into the address."""
        if parsed(address) is None:
            return ""  # nobody's: a proxy that is trusted said nonsense
        return self._names.of(household(address))


def refusal(error: LimitReached, *, otherwise: timedelta, places: int = 0) -> DomainError:
    """Return what the customer is told of a limit; ``otherwise`` is the wait where none is known.

    ``places`` is how many wheelchair places one person may have.
    """
    if error.scope == "life":
        return HoldLimit()
    if error.scope == "holder_places":
        return TooManyPlaces(limit=places)
    wait = ceil((error.retry_after or otherwise).total_seconds())
    return TooManyHolds(_SENTENCES[error.scope], scope=error.scope, retry_after=max(1, wait))
