"""The whole API document, tried by schemathesis as nobody and as every role.

What is looked for: no failure of the server, no answer that the document does not describe, no body that is
not what it describes. `--fuzz-examples 200` tries longer.
"""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

import server.app
from server.accounts.models import Role
from server.booking.models import Ticket
from server.venues.models import Show
from tests.server.world import Customer, House, confirm_mail

load_all_checks()

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
CREDENTIALS = {"POST /auth/login", "POST /auth/refresh", "POST /me/password", "DELETE /me"}
"""What asks for a password or a token of its own, and answers 401 to a wrong one."""
OF_A_HOLD = {f"{method} /holds/{{hold_id}}" for method in ("GET", "PATCH", "DELETE")} | {
    "POST /holds/{hold_id}/quote"
}
ROLES = ("nobody", "customer", "staff", "manager", "admin")


def operations(schema):
    """Return every operation; the one that signs everywhere out comes last."""
    found = [operation.ok() for operation in schema.get_all_operations()]
    return sorted(found, key=lambda operation: operation.label == "DELETE /me/sessions")


@pytest.fixture(scope="session")
def schema(api_url):
    loaded = schemathesis.openapi.from_dict(server.app.describe())
    loaded.config.update(base_url=api_url)
    return loaded


@dataclass
class Asker:
    """Somebody of a role who stays signed in, whatever a made-up request did to their session or account."""

    api: httpx.AsyncClient
    role: Role | None
    known: bool
    customer: Customer | None = None

    async def headers(self) -> dict[str, str]:
        """Return headers that are good for a request now."""
        if not self.known:
            return {}
        if self.customer is None or (await self.customer.get("/me")).status_code != 200:
            self.customer = await Customer.sign_up(self.api, role=self.role)
        return self.customer.headers


async def what_there_is(house: House, show: Show, buyer: Customer) -> dict[str, Any]:
    """Return things that are there, by the names that paths give them: a made-up id meets nothing."""
    await confirm_mail(buyer)
    hold = await buyer.hold(show, "A1", "A2")
    held = await buyer.hold(show, "B1")
    body = {
        "user_id": str(buyer.id), "show_id": show.id, "seats": ["A1", "A2"], "payment_method": "cash",
        "hold_id": hold["hold_id"],
    }  # fmt: skip
    booked = await buyer.api.post(
        "/booking", json=body, headers={**buyer.headers, "X-Hold-Token": hold["hold_token"]}
    )
    assert booked.status_code == 201, booked.text
    ticket = await Ticket.filter(booking_id=booked.json()["id"]).first()
    assert ticket is not None
    movie = await house.movie()
    return {
        "show_id": show.id, "theatre_id": house.theatre.id, "theatre": house.theatre.slug,
        "movie_id": movie.id, "movie": movie.slug, "screen_id": house.screen.id,
        "layout_id": house.layout.id, "user_id": str(buyer.id), "hold_id": held["hold_id"],
        "booking_id": booked.json()["id"], "payment_id": booked.json()["payment"]["id"], "code": ticket.code,
    }  # fmt: skip


def tried(
    operation: Any, headers: dict[str, str], there: dict[str, Any], examples: int
) -> tuple[list[int], BaseException | None]:
    """Ask made-up requests, every other one about what is there; return the answers and what failed."""
    answers: list[int] = []

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=examples < 20,
        phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def attempt(case) -> None:
        if len(answers) % 2 == 0:
            case.path_parameters.update({name: there[name] for name in case.path_parameters if name in there})
        answer = case.call(headers=headers)
        answers.append(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    try:
        given(case=operation.as_strategy())(attempt)()
    except (Exception, BaseExceptionGroup) as failure:  # noqa: BLE001 # told together
        return answers, failure
    return answers, None


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("who", ROLES)
async def test_no_request_meets_a_failure_or_an_answer_that_is_not_described(
    api, api_url, house, schema, who, request
):
    there = await what_there_is(house, await house.show(), await Customer.sign_up(api))
    examples = request.config.getoption("--fuzz-examples")
    asker = Asker(api, None if who in {"nobody", "customer"} else Role(who), known=who != "nobody")
    found = []
    answered: dict[str, list[int]] = {}
    for operation in operations(schema):
        answered[operation.label], failure = tried(operation, await asker.headers(), there, examples)
        if failure is not None:
            found.append(f"{operation.label}: {_told(failure)}")
    assert found == [], "\n\n".join(found)
    assert all(answered.values())
    if asker.known:
        shut_out = {label for label, answers in answered.items() if answers[0] == 401}
        assert shut_out <= CREDENTIALS
    if asker.role is Role.ADMIN:
        # Whoever took a hold says so with its token, whatever their role is.
        assert {label for label, answers in answered.items() if 403 in answers} <= OF_A_HOLD


def _told(failure: BaseException) -> str:
    parts = failure.exceptions if isinstance(failure, BaseExceptionGroup) else (failure,)
    return "; ".join(f"{type(part).__name__}: {str(part)[:500]}" for part in parts)
