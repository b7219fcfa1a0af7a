"""Whose theatre it is: what each operation of the house's people does for their own theatre and for another.

Every operation that is not for anybody has a row in one of these tables; a new one without a row fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from server.core.clock import now
from server.venues.models import Show
from tests.server.access.table import MANAGER, STAFF
from tests.server.planning.conftest import a_layout, a_show, a_theatre
from tests.server.world import Customer, House


@dataclass
class Place:
    """A theatre with something of each kind that the house's people may do something about."""

    house: House
    show: Show
    """On sale, with the bookings."""
    spare: Show
    """On sale, and nobody ever booked it."""
    customer: Customer
    waiting: dict[str, Any]
    """A booking that is to be paid by the mock bank."""
    reserved: dict[str, Any]
    """A booking that is to be paid in cash."""
    refund: str
    """What is owed in cash for a booking that was given back."""

    @property
    def names(self) -> dict[str, object]:
        """Return what stands in the paths."""
        return {
            "theatre": self.house.theatre.id, "screen": self.house.screen.id, "layout": self.house.layout.id,
            "show": self.show.id, "spare": self.spare.id, "waiting": self.waiting["id"],
            "reserved": self.reserved["id"], "attempt": self.waiting["payment"]["id"],
            "cash": self.reserved["payment"]["id"], "refund": self.refund,
        }  # fmt: skip


Body = Callable[[Place], dict[str, Any]]


@dataclass(frozen=True)
class Deed:
    """One operation about a thing of a theatre."""

    least: str
    path: str
    outside: int
    """How whoever has no business there is refused: 404 where it is a customer's, else 403."""
    body: Body | None = None


@dataclass(frozen=True)
class Listing:
    """An operation that shows each of the house's people what is of their theatres."""

    least: str
    path: str
    theatre: Callable[[dict[str, Any]], int]
    """The theatre an item is of."""
    items: str = "items"


def _override(_: Place) -> dict[str, Any]:
    until = (now() + timedelta(hours=1)).isoformat()
    return {"multiplier": 1.1, "reason": "A premiere", "until": until}


def _rules(_: Place) -> dict[str, Any]:
    return {
        "automatic": False, "floor": 0.8, "ceiling": 1.5, "step": 0.1, "interval_minutes": 60, "hold_out": 0
    }  # fmt: skip


def _a_show(place: Place) -> dict[str, Any]:
    return a_show(place.house, place.show.movie_id, hours=100)


def a_screen(place: Place) -> dict[str, Any]:
    """Return a screen at a place as it is to be."""
    return {"theatre_id": place.house.theatre.id, "name": "Screen 2", "formats": ["2D"]}


def _for_a_customer(place: Place) -> dict[str, Any]:
    return {
        "user_id": str(place.customer.id), "show_id": place.show.id, "seats": ["A6"], "payment_method": "cash"
    }  # fmt: skip


def _why(_: Place) -> dict[str, Any]:
    return {"reason": "The projector broke"}


DEEDS: dict[str, Deed] = {
    # a customer's: outside of the theatre it is not there
    "GET /booking/{booking_id}": Deed(STAFF, "/booking/{waiting}", 404),
    "GET /booking/{booking_id}/cancellation": Deed(STAFF, "/booking/{reserved}/cancellation", 404),
    "POST /booking/{booking_id}/payment/check": Deed(STAFF, "/booking/{waiting}/payment/check", 404),
    "POST /booking/{booking_id}/payment": Deed(
        STAFF, "/booking/{waiting}/payment", 404, lambda _: {"payment_method": "cash"}
    ),
    "POST /booking/{booking_id}/cancel": Deed(STAFF, "/booking/{waiting}/cancel", 404, lambda _: {}),
    "POST /booking": Deed(STAFF, "/booking", 403, _for_a_customer),
    "POST /payments/cash/{payment_id}/receive": Deed(STAFF, "/payments/cash/{cash}/receive", 404),
    "GET /admin/refunds/{refund_id}": Deed(STAFF, "/admin/refunds/{refund}", 404),
    "POST /admin/refunds/{refund_id}/retry": Deed(MANAGER, "/admin/refunds/{refund}/retry", 404),
    "POST /admin/refunds/{refund_id}/paid": Deed(STAFF, "/admin/refunds/{refund}/paid", 404, _why),
    # the house's
    "GET /admin/prices/{theatre_id}": Deed(MANAGER, "/admin/prices/{theatre}", 403),
    "PUT /admin/prices/{theatre_id}": Deed(MANAGER, "/admin/prices/{theatre}", 403, _rules),
    "GET /admin/shows/{show_id}/prices": Deed(MANAGER, "/admin/shows/{show}/prices", 403),
    "POST /admin/shows/{show_id}/override": Deed(MANAGER, "/admin/shows/{show}/override", 403, _override),
    "DELETE /admin/shows/{show_id}/override": Deed(MANAGER, "/admin/shows/{show}/override", 403),
    "POST /ml/predict": Deed(MANAGER, "/ml/predict", 403, lambda place: {"show_id": place.show.id}),
    "GET /admin/predictions/{show_id}": Deed(MANAGER, "/admin/predictions/{show}", 403),
    "GET /admin/theatres/{theatre_id}": Deed(MANAGER, "/admin/theatres/{theatre}", 403),
    "PUT /admin/theatres/{theatre_id}": Deed(
        MANAGER, "/admin/theatres/{theatre}", 403, lambda _: a_theatre(name="Renamed")
    ),
    "GET /admin/screens/{screen_id}": Deed(MANAGER, "/admin/screens/{screen}", 403),
    "POST /admin/screens": Deed(MANAGER, "/admin/screens", 403, a_screen),
    "PUT /admin/screens/{screen_id}": Deed(
        MANAGER, "/admin/screens/{screen}", 403, lambda place: a_screen(place) | {"name": "The great hall"}
    ),
    "GET /admin/layouts/{layout_id}": Deed(MANAGER, "/admin/layouts/{layout}", 403),
    "POST /admin/layouts": Deed(
        MANAGER, "/admin/layouts", 403, lambda place: a_layout(place.house.screen.id)
    ),
    "GET /admin/shows/{show_id}": Deed(MANAGER, "/admin/shows/{show}", 403),
    "POST /admin/shows": Deed(MANAGER, "/admin/shows", 403, _a_show),
    "PUT /admin/shows/{show_id}": Deed(MANAGER, "/admin/shows/{spare}", 403, _a_show),
    "DELETE /admin/shows/{show_id}": Deed(MANAGER, "/admin/shows/{spare}", 403),
    "POST /admin/shows/{show_id}/cancel": Deed(MANAGER, "/admin/shows/{show}/cancel", 403, _why),
    "GET /admin/shows/{show_id}/cancellation": Deed(MANAGER, "/admin/shows/{show}/cancellation", 403),
    "DELETE /admin/layouts/{layout_id}": Deed(MANAGER, "/admin/layouts/{layout}", 403),
    "DELETE /admin/screens/{screen_id}": Deed(MANAGER, "/admin/screens/{screen}", 403),
}
"""In an order in which each can still be done after those before it."""

LISTINGS: dict[str, Listing] = {
    "GET /admin/refunds": Listing(STAFF, "/admin/refunds", lambda one: one["show"]["theatre"]["id"]),
    "GET /admin/theatres": Listing(MANAGER, "/admin/theatres", lambda one: one["id"]),
    "GET /admin/screens": Listing(MANAGER, "/admin/screens", lambda one: one["theatre_id"]),
    "GET /admin/layouts": Listing(MANAGER, "/admin/layouts", lambda one: one["theatre_id"]),
    "GET /admin/shows": Listing(STAFF, "/admin/shows", lambda one: one["theatre"]["id"]),
    "GET /admin/prices": Listing(MANAGER, "/admin/prices", lambda one: one["theatre_id"]),
    "GET /admin/predictions": Listing(MANAGER, "/admin/predictions", lambda one: one["theatre"]["id"]),
    "GET /admin/analytics/today": Listing(
        MANAGER, "/admin/analytics/today", lambda one: one["theatre"]["id"], "by_theatre"
    ),
}

OWN = {
    "GET /me", "PATCH /me", "DELETE /me", "POST /me/password", "POST /me/email", "GET /me/sessions",
    "DELETE /me/sessions", "DELETE /me/sessions/{session_id}", "GET /me/export", "GET /me/bookings",
    "GET /me/points", "POST /auth/verify/send", "POST /auth/phone", "POST /auth/phone/verify",
    "POST /holds/{hold_id}/quote", "POST /payments/mock/{payment_id}/approve",
    "POST /payments/mock/{payment_id}/decline",
}  # fmt: skip
"""About the caller's own account, hold or payment: a role gives nobody more of them."""

WHOLE_HOUSE = {
    "GET /admin/movies", "GET /admin/movies/{movie_id}",  # one programme for all theatres
    "GET /ml/models", "GET /ml/models/{version}", "GET /ml/jobs", "GET /ml/jobs/{job_id}",  # and one model
}  # fmt: skip
"""Managers of any theatre may look at these, and change nothing."""

ELSEWHERE = {
    "POST /admin/predictions/apply": "test_applying_recommendations_moves_no_price_of_another_theatre",
    "GET /admin/analytics/forecasts": "test_how_good_forecasts_were_is_told_of_ones_own_theatres",
}
"""Scoped, and answered in another way than by a refusal; each has a test of its own."""

SOCKETS = {
    "/ws/shows/<show_id:id>": "seats and prices, which anybody may see",
    "/ws/admin": "test_the_live_line_tells_of_ones_own_theatres_until_the_role_is_taken",
}
