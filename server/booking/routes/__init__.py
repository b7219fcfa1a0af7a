"""Routes of booking: seat maps and holds, bookings, payments, and what the house does with them."""

from server.booking.routes.bookings import router as bookings
from server.booking.routes.holds import router as holds
from server.booking.routes.house import router as house
from server.booking.routes.payments import router as payments

ROUTERS = (holds, bookings, payments, house)
