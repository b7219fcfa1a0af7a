"""What ``python -m server seed-demo`` does: open the database, load, say what there is, close."""

from collections.abc import Callable
from time import perf_counter

from server.accounts.passwords import hash_password
from server.core import clock, db
from server.demo.load import Summary, load_demo_house
from server.settings import Settings

PAST_DAYS = 8
"""Shows that are over, of a house that is loaded for the first time."""


async def seed(settings: Settings, *, progress: Callable[[str], None]) -> Summary:
    """Load the demo house into the migrated database of ``settings``, or roll its shows forward.

    Raises ``DemoRefusedError`` in production.
    """
    began = perf_counter()
    await db.connect(settings.database_url, pool=1)
    try:
        summary = await load_demo_house(
            today=clock.now(),
            progress=progress,
            hash_password=hash_password,
            past_days=PAST_DAYS,
            settings=settings,
        )
    finally:
        await db.disconnect()
    progress(
        f"{summary.theatres} theatres in {summary.cities} cities, {summary.screens} screens, "
        f"{summary.films} films; "
        f"{summary.shows_added} shows added, {summary.shows_closed} closed, "
        f"{summary.tickets_sold} tickets sold, in {perf_counter() - began:.1f} s"
    )
    return summary
