"""The Redis of live seats, as every process of the house reaches it: impatient, as a shopper is waiting."""

from seat_engine import Store, open_store
from server.core.outage import keep_seats_apart
from server.settings import Settings


def open_seat_store(settings: Settings) -> Store:
    """Return the way to live seats, which fails within a second; nothing connects before the first call."""
    if settings.seats_redis_url:
        keep_seats_apart()
    return open_store(settings.seats_redis_url or settings.redis_url)
