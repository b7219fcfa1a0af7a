"""Somebody who plans, and what is sent for each thing that can be made."""

from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest

from server.accounts.models import Role, RoleGrant
from server.core.clock import now
from server.core.db import rows
from tests.server.world import PASSWORD, Customer, House, seats_of_two_rows


class Planner:
    """One of the house's people, with the five kinds of things they make."""

    def __init__(self, person: Customer) -> None:
        self.person = person

    async def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Send a request."""
        api, headers = self.person.api, self.person.headers
        return await api.request(method, f"/admin/{path}", json=body, headers=headers)

    async def made(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Make a thing, which must succeed."""
        answer = await self.send("POST", path, body)
        assert answer.status_code == 201, answer.text
        shown: dict[str, Any] = answer.json()
        assert (await self.person.get(answer.headers["location"])).json() == shown
        return shown

    async def walk(self, path: str) -> list[dict[str, Any]]:
        """Return all of a list, two at a time."""
        items: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            separator = "&" if "?" in path else "?"
            answer = await self.send("GET", f"{path}{separator}limit=2&cursor={cursor}")
            assert answer.status_code == 200, answer.text
            items += answer.json()["items"]
            cursor = answer.json()["next_cursor"]
        return items


@pytest.fixture
async def admin(api: httpx.AsyncClient) -> Planner:
    return Planner(await Customer.sign_up(api, role=Role.ADMIN))


@pytest.fixture
async def manager(api: httpx.AsyncClient, house: House) -> Planner:
    """The manager of the house's theatre and of no other."""
    person = await Customer.sign_up(api)
    await RoleGrant.create(user_id=person.id, role=Role.MANAGER, theatre_id=house.theatre.id)
    answer = await api.post("/auth/login", json={"email": person.email, "password": PASSWORD})
    person.access_token = answer.json()["access_token"]
    return Planner(person)


def a_movie(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Mayabazar", "original_title": "మాయాబజార్", "synopsis": "A wedding.\n\nAnd a palace.",
        "genres": ["Fantasy"], "languages": ["Telugu", "Tamil"], "countries": ["India"],
        "duration_minutes": 184, "released_on": "1957-03-27", "certificate": "U", "motif": "doorway/cusped",
        "cast": [{"name": "N. T. Rama Rao", "role": "Krishna"}, {"name": "Savitri", "role": "Sasirekha"}],
        "directors": ["K. V. Reddy"], **changes,
    }  # fmt: skip


def a_theatre(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Sudarshan 35mm", "new_city": {"name": "Hyderabad", "country": "IN"},
        "address": "RTC Cross Roads", "latitude": 17.4, "longitude": 78.5, "time_zone": "Asia/Kolkata",
        "currency": "INR", "fee_per_ticket": 1770, "tax_name": "GST", "tax_rate": 1800,
        "cancellation_policy": [
            {"hours_before": 4, "refund_percent": 75}, {"hours_before": 24, "refund_percent": 100},
        ], **changes,
    }  # fmt: skip


def a_layout(screen_id: int, **changes: Any) -> dict[str, Any]:
    """Rows are those of the seats, unless they are told."""
    seats = changes.get("seats", seats_of_two_rows())
    rows = [row for row in ({"label": "A", "y": 0.0}, {"label": "B", "y": 1.0})
            if any(seat["row"] == row["label"] for seat in seats)]  # fmt: skip
    return {
        "screen_id": screen_id, "width": 8.0, "height": 2.0, "screen": {"x": 1.0, "width": 6.0},
        "rows": rows or [{"label": "A", "y": 0.0}], "seats": seats, **changes,
    }  # fmt: skip


def a_show(house: House, movie_id: int, *, hours: float = 48, **changes: Any) -> dict[str, Any]:
    starts_at = (now() + timedelta(hours=hours)).replace(second=0, microsecond=0)
    return {
        "movie_id": movie_id, "screen_id": house.screen.id, "starts_at": starts_at.isoformat(),
        "language": "Telugu", "format": "2D", "prices": {"standard": 22000, "recliner": 38000}, **changes,
    }  # fmt: skip


def wrong_fields(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return field and code of everything that was refused."""
    assert answer.status_code in {409, 422}, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


async def audited() -> list[tuple[Any, ...]]:
    """Return action, subject, before and after of what was done."""
    found = await rows("SELECT action, subject, before, after FROM audit_log ORDER BY id")
    return [
        (one["action"], one["subject"], *(orjson.loads(one[key] or "null") for key in ("before", "after")))
        for one in found
    ]
