"""The migrations and the models say the same, and the database keeps what it promises."""

import pytest
from tortoise import Tortoise
from tortoise.exceptions import IntegrityError, OperationalError
from tortoise.migrations.autodetector import MigrationAutodetector

from server.booking.models import Booking, Ticket
from server.core.db import APP, config, rows


@pytest.mark.usefixtures("database")
async def test_the_models_hold_no_change_without_a_migration(database):
    detector = MigrationAutodetector(Tortoise.apps, config(database)["apps"])
    changes = await detector.changes()
    assert [writer.operations for writer in changes if writer.app_label == APP] == []


async def reserve(show_id: int, seat: int, status: str = "reserved") -> Ticket:
    user_id = (await rows("SELECT id FROM users"))[0]["id"]
    booking = await Booking.create(
        reference=f"MVM-{seat}-{await Booking.all().count()}", user_id=user_id, show_id=show_id, hold_id="h",
        total=0, currency="INR", price_source="base", status="confirmed",
    )  # fmt: skip
    return await Ticket.create(
        booking=booking, show_id=show_id, seat_index=seat, seat_label="A1", category="standard", price=0,
        status=status,
    )  # fmt: skip


@pytest.fixture
async def show_id(house, customer) -> int:  # a user must exist
    return (await house.show()).id


async def test_a_seat_has_one_live_ticket(show_id):
    await reserve(show_id, 0)
    with pytest.raises(IntegrityError, match="tickets_live_seat"):
        await reserve(show_id, 0, "valid")


@pytest.mark.parametrize("ended", ["released", "cancelled"])
async def test_a_ticket_that_ended_frees_its_seat(show_id, ended):
    await reserve(show_id, 0, ended)
    await reserve(show_id, 0)
    assert await Ticket.all().count() == 2


async def test_a_layout_cannot_be_edited(house):
    with pytest.raises((OperationalError, IntegrityError), match="immutable"):
        await rows("UPDATE seat_layouts SET seat_count = 1 WHERE id = $1", [house.layout.id])


async def test_two_shows_cannot_overlap_on_a_screen(house):
    show = await house.show()
    with pytest.raises(IntegrityError, match="shows_screen_free"):
        await house.show(starts_at=show.starts_at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE bookings SET status = 'lost'",
        "UPDATE bookings SET total = -1",
        "UPDATE bookings SET status = 'pending', expires_at = NULL",
        "UPDATE tickets SET price = -1",
        "UPDATE tickets SET status = 'eaten'",
        "UPDATE bookings SET show_id = 2147483647",
    ],
)
async def test_the_database_refuses_what_makes_no_sense(show_id, statement):
    await reserve(show_id, 0)
    with pytest.raises(IntegrityError):
        await rows(statement)
