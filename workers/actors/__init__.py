"""The actors: thin, each parses its arguments and calls one service. All are safe to run twice."""

from workers.actors.bookings import expire_booking
from workers.actors.messages import send_confirmation
from workers.actors.seats import settle_seats

__all__ = ["expire_booking", "send_confirmation", "settle_seats"]
