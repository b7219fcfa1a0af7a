"""``python -m benchmarks.checkout.sold_out URL BOOKINGS``: one show with so many paid bookings.

Writes what a sale writes, to the last row. Prints the show's id.
"""

import asyncio
import sys
from datetime import timedelta

from benchmarks.http import furnish
from server.core import db
from server.core.clock import now
from server.core.ids import booking_reference, new_id, ticket_code
from server.demo.copying import copy
from server.venues.models import SeatLayout, Show

_PRICE, _FEE = 26000, 2089
_ROW = 100


async def sell_out(url: str, bookings: int) -> int:
    """Return the id of the sold show."""
    (show_id,) = await furnish.furnish(url, shows=1)
    await db.connect(url, pool=1)
    show = await Show.get(id=show_id)
    seats = [
        {
            "label": f"R{index // _ROW}-{index % _ROW + 1}", "row": f"R{index // _ROW}",
            "number": index % _ROW + 1, "x": float(index % _ROW), "y": float(index // _ROW), "w": 1.0,
            "category": "standard", "zone": "stalls",
        }
        for index in range(bookings)
    ]  # fmt: skip
    show.layout = await SeatLayout.create(
        auditorium_id=show.screen_id, version=2, seat_count=bookings, width=float(_ROW),
        height=float(bookings // _ROW + 1), screen={"x": _ROW / 2, "width": float(_ROW)},
        rows=[{"label": f"R{row}", "y": float(row)} for row in range(bookings // _ROW + 1)], seats=seats,
    )  # fmt: skip
    await show.save(update_fields=["layout_id"])
    at, buyer = now() - timedelta(hours=1), new_id()
    await db.rows(
        "INSERT INTO users (id, email, name, password_hash, locale, created_at) "
        "VALUES ($1, 'everybody@example.com', 'Everybody', '!', 'en', now())",
        [buyer],
    )
    sales = [(new_id(), new_id(), index, str(seat["label"])) for index, seat in enumerate(seats)]
    await copy(
        "bookings",
        ("id", "reference", "user_id", "show_id", "status", "hold_id", "total", "currency", "price_source",
         "created_at", "confirmed_at"),
        [
            (booking, booking_reference(at.date()), buyer, show_id, "confirmed", f"{show_id}-{booking.hex}",
             _PRICE, "INR", "base", at, at)
            for booking, *_ in sales
        ],
    )  # fmt: skip
    await copy(
        "price_lines",
        ("booking_id", "position", "kind", "label", "category", "quantity", "unit_amount", "amount"),
        [
            (booking, 0, "seats", "Standard", "standard", 1, _PRICE, _PRICE)
            for booking, *_ in sales
        ],
    )  # fmt: skip
    await copy(
        "tickets",
        ("id", "booking_id", "show_id", "seat_index", "seat_label", "category", "price", "fee", "code",
         "status", "created_at"),
        [
            (new_id(), booking, show_id, index, label, "standard", _PRICE, _FEE, ticket_code(), "valid", at)
            for booking, _, index, label in sales
        ],
    )  # fmt: skip
    await copy(
        "payments",
        ("id", "booking_id", "method", "status", "amount", "currency", "created_at", "settled_at"),
        [
            (payment, booking, "mock_upi", "succeeded", _PRICE, "INR", at, at)
            for booking, payment, *_ in sales
        ],
    )  # fmt: skip
    await copy(
        "mock_transactions",
        ("payment_id", "status", "amount", "changed_at"),
        [(payment, "approved", _PRICE, at) for _, payment, *_ in sales],
    )
    await copy(
        "ledger",
        ("booking_id", "payment_id", "kind", "amount", "currency", "created_at"),
        [(booking, payment, "captured", _PRICE, "INR", at) for booking, payment, *_ in sales],
    )
    await db.disconnect()
    return show_id


if __name__ == "__main__":
    print(asyncio.run(sell_out(sys.argv[1], int(sys.argv[2]))))  # noqa: T201 # its answer
