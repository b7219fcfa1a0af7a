"""``python -m tests.faults.furnish URL [SHOWS]``: migrate a fresh database, put shows of 300 seats on sale.

A process of its own, because the ORM's connection is one a process and the tests have theirs. Prints the
shows' ids, one a line.
"""

import asyncio
import sys
from datetime import timedelta

from server.core import db
from server.core.clock import now
from server.core.migrate import migrate
from server.promotions.models import Promotion
from server.venues.models import SeatLayout
from tests.server.world import House

ROWS, NUMBERS = "ABCDEFGHJK", range(1, 31)
PROMOTION = "QUARTER"
SEATS = [f"{row}{number}" for row in ROWS for number in NUMBERS]


async def furnish(url: str, shows: int) -> list[int]:
    """Return the ids of the new shows."""
    seats = [
        {"label": f"{row}{number}", "row": row, "number": number, "x": float(number), "y": float(depth),
         "w": 1.0, "category": "standard", "zone": "stalls"}
        for depth, row in enumerate(ROWS) for number in NUMBERS
    ]  # fmt: skip
    await migrate(url)
    await db.connect(url, pool=2)
    house = await House.build()
    house.layout = await SeatLayout.create(
        auditorium=house.screen, version=2, seat_count=len(seats), width=30.0, height=10.0,
        screen={"x": 15.0, "width": 28.0},
        rows=[{"label": row, "y": float(depth)} for depth, row in enumerate(ROWS)], seats=seats,
    )  # fmt: skip
    ids = [
        (await house.show(starts_in=timedelta(days=1, hours=3 * number), prices={"standard": 25000})).id
        for number in range(shows)
    ]
    # So few that buyers meet its end and get at what others give back.
    await Promotion.create(
        code=PROMOTION, label="A quarter off", kind="percent", value=2500, total_limit=12, starts_at=now()
    )
    await db.disconnect()
    return ids


if __name__ == "__main__":
    print(*asyncio.run(furnish(sys.argv[1], int((sys.argv[2:] or ["1"])[0]))), sep="\n")  # noqa: T201 # its answer
