"""``python -m benchmarks.http.furnish URL SHOWS``: migrate a database and put shows of 300 seats on sale."""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta

from benchmarks.http.hall import LABELS, NUMBERS, ROWS
from server.catalogue.models import Movie
from server.core import db
from server.core.migrate import migrate
from server.venues.models import City, Screen, SeatLayout, Show, ShowPrice, Theatre


async def furnish(url: str, *, shows: int) -> list[int]:
    """Migrate the database and put the shows on sale; return their ids."""
    await migrate(url)
    await db.connect(url, pool=1)
    city = await City.create(slug="city", name="City", country="IN", time_zone="Asia/Kolkata", currency="INR")
    theatre = await Theatre.create(
        slug="theatre", name="Theatre", city=city, address="1 High Street", latitude=17.4, longitude=78.5,
        time_zone="Asia/Kolkata", currency="INR", fee_per_ticket=1770, tax_name="GST", tax_rate=1800,
        cancellation_policy=[],
    )  # fmt: skip
    screen = await Screen.create(theatre=theatre, name="Screen 1", formats=["2D"])
    layout = await SeatLayout.create(
        auditorium=screen, version=1, seat_count=len(LABELS), width=30.0, height=10.0,
        screen={"x": 15.0, "width": 28.0},
        rows=[{"label": row, "y": float(depth)} for depth, row in enumerate(ROWS)],
        seats=[
            {
                "label": f"{row}{number}", "row": row, "number": number, "x": float(number),
                "y": float(depth), "w": 1.0, "category": "standard", "zone": "stalls",
            }
            for depth, row in enumerate(ROWS) for number in NUMBERS
        ],
    )  # fmt: skip
    movie = await Movie.create(
        slug="film", title="Film", synopsis="A film.", genres=["Drama"], languages=["Telugu"],
        countries=["IN"], duration_minutes=120, released_on=datetime(1957, 3, 27, tzinfo=UTC).date(),
        people="", palette={"ground": "#101820", "light": "#f4f0e8", "accent": "#ffc45c"}, motif="rings",
    )  # fmt: skip
    ids = []
    for number in range(shows):
        starts_at = datetime.now(UTC) + timedelta(days=1, hours=3 * number)
        show = await Show.create(
            movie_id=movie.id, theatre=theatre, screen=screen, layout=layout, starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2), local_date=starts_at.date(),
            sales_close_at=starts_at, language="Telugu", format="2D",
        )  # fmt: skip
        await ShowPrice.create(show=show, category="standard", amount=22000)
        ids.append(show.id)
    await db.disconnect()
    return ids


if __name__ == "__main__":
    print(json.dumps(asyncio.run(furnish(sys.argv[1], shows=int(sys.argv[2])))))  # noqa: T201 # whoever runs it reads it
