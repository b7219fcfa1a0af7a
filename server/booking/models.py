"""Tables of booking: the booking, its price lines, its tickets, and shows being cancelled."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id, ticket_code


class BookingStatus(StrEnum):
    """States of a booking; the allowed moves stand in ``states.py``."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class TicketStatus(StrEnum):
    """States of a ticket. ``reserved``, ``valid`` and ``used`` are live: they occupy their seat."""

    RESERVED = "reserved"
    VALID = "valid"
    USED = "used"
    RELEASED = "released"
    CANCELLED = "cancelled"


LIVE = (TicketStatus.RESERVED, TicketStatus.VALID, TicketStatus.USED)


class Booking(Model):
    """Seats of one show for one customer at the price of one quote."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    reference = fields.CharField(max_length=24, unique=True)
    user_id = fields.UUIDField(null=True, description="The buyer; null: a walk-in, who has no account")
    sold_by = fields.UUIDField(null=True, description="Who sold it at the counter; null: sold online")
    show_id = fields.IntField()
    status = fields.CharEnumField(BookingStatus, max_length=16, default=BookingStatus.PENDING)
    hold_id = fields.CharField(max_length=64, description="The hold in the seat engine it came from")
    total = fields.IntField(description="Minor units")
    currency = fields.CharField(max_length=3)
    price_source = fields.CharField(max_length=16, description="override, ml or base")
    model_version = fields.CharField(max_length=80, null=True)
    placed_from = fields.CharField(
        max_length=24,
        null=True,
        description="While pending: a name for the address it came from, for limits",
    )
    cancellation_policy = fields.JSONField[list[dict[str, int]]](
        null=True, description="The theatre's when it was sold; null: not written down, today's counts"
    )
    points_rate = fields.IntField(null=True, description="The theatre's when it was sold; null as above")
    sold_start = fields.DatetimeField(null=True, description="When the show was to begin; null as above")
    created_at = fields.DatetimeField(auto_now_add=True)
    expires_at = fields.DatetimeField(null=True, description="While pending: pay until then")
    confirmed_at = fields.DatetimeField(null=True)
    closed_at = fields.DatetimeField(null=True, description="When it failed, expired or was cancelled")
    closed_by = fields.CharField(max_length=24, null=True, description="The event that ended it")

    lines: fields.ReverseRelation["PriceLine"]
    tickets: fields.ReverseRelation["Ticket"]

    class Meta:
        """Found by id, reference, user and (while pending) deadline."""

        table = "bookings"


class PriceLine(Model):
    """One line of what a booking costs; the lines of a booking add up to its total."""

    id = fields.BigIntField(primary_key=True)
    booking: fields.ForeignKeyRelation[Booking] = fields.ForeignKeyField(
        "server.Booking", related_name="lines", on_delete=fields.RESTRICT
    )
    position = fields.SmallIntField()
    kind = fields.CharField(max_length=16)
    label = fields.CharField(max_length=120)
    category = fields.CharField(max_length=16, null=True)
    quantity = fields.IntField(null=True)
    unit_amount = fields.IntField(null=True)
    amount = fields.IntField()

    booking_id: UUID

    class Meta:
        """In the order shown."""

        table = "price_lines"
        ordering = ("position",)
        unique_together = (("booking_id", "position"),)


class Ticket(Model):
    """One seat of one booking. At most one live ticket a seat and show: a partial unique index."""

    id = fields.UUIDField(primary_key=True, default=new_id)
    booking: fields.ForeignKeyRelation[Booking] = fields.ForeignKeyField(
        "server.Booking", related_name="tickets", on_delete=fields.RESTRICT
    )
    show_id = fields.IntField()
    seat_index = fields.IntField()
    seat_label = fields.CharField(max_length=8)
    category = fields.CharField(max_length=16)
    price = fields.IntField(description="What this seat costs with its share of fee and tax, minor units")
    fee = fields.IntField(
        db_default=0, description="The part of the price that only the house's own cancelling returns"
    )
    points = fields.IntField(db_default=0, description="Points that paid beside the price")
    points_returned = fields.IntField(
        db_default=0, description="Of the points, what was given back when it was cancelled"
    )
    refunded = fields.IntField(
        db_default=0, description="Of the price, what was given back when it was cancelled"
    )
    code = fields.CharField(max_length=32, unique=True, default=ticket_code)
    status = fields.CharEnumField(TicketStatus, max_length=16, default=TicketStatus.RESERVED)
    created_at = fields.DatetimeField(auto_now_add=True)
    cancelled_at = fields.DatetimeField(null=True)

    booking_id: UUID

    class Meta:
        """The partial unique index over live tickets stands in the migrations."""

        table = "tickets"
        ordering = ("seat_index",)


class ShowCancellation(Model):
    """The house cancels a show: who asked, why, and how far giving everybody their money back has come."""

    show_id = fields.IntField(primary_key=True, generated=False)
    reason = fields.CharField(max_length=300)
    requested_by = fields.UUIDField()
    bookings = fields.IntField(description="Bookings that were live when it began")
    created_at = fields.DatetimeField(auto_now_add=True)
    finished_at = fields.DatetimeField(null=True, description="When the last booking was cancelled")

    class Meta:
        """A show is cancelled once."""

        table = "show_cancellations"
