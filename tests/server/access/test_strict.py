"""What is not understood is refused, and changes nothing: types, fields, parameters and bodies."""

import pytest

import server.app
from server.accounts.models import Role, Session
from server.core.errors import Invalid
from server.core.http.operation import parse_body
from server.training.models import TrainingJob
from tests.server.world import Customer

CHANGING = [
    operation
    for router in server.app.ROUTERS
    for operation in router.operations
    if operation.method not in {"GET", "HEAD"}
]


def first(answer):
    assert answer.status_code == 422, answer.text
    return answer.json()["errors"][0]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"seat": ["A1"]}, "seat"), ({"seats": ["A1"], "refunds": 1}, "refunds"),
        ({"seats": ["A1"], "refund": "2"}, "refund"), ({"seats": ["A1"], "refund": True}, "refund"),
        ({"seats": ["A1"], "refund": 2.0}, "refund"), ({"seats": "A1"}, "seats"),
    ],
)  # fmt: skip
async def test_a_cancellation_that_is_not_understood_cancels_nothing(house, customer, body, field):
    booking = await customer.book(await house.show(), "A1", "A2")
    await customer.pay(booking)
    refused = await customer.api.post(f"/booking/{booking['id']}/cancel", json=body, headers=customer.headers)
    assert first(refused)["field"].split(".")[0] == field
    elsewhere = await customer.api.post(
        f"/booking/{booking['id']}/cancel?seats=A1", json={}, headers=customer.headers
    )
    assert first(elsewhere)["field"] == "query.seats"
    tickets = (await customer.get(f"/booking/{booking['id']}")).json()["tickets"]
    assert {ticket["status"] for ticket in tickets} == {"valid"}


async def test_the_field_that_was_meant_is_named(house, customer):
    booking = await customer.book(await house.show(), "A1")
    refused = await customer.post(f"/booking/{booking['id']}/cancel", seat=["A1"])
    assert first(refused)["message"] == "There is no such field: was seats meant?"


@pytest.mark.parametrize(
    "body", [{"data": [{"show_id": 1}]}, {"model": ["linear"]}, {"models": ["linear"], "rows": []}]
)
async def test_a_training_never_drops_what_it_was_given(api, house, body):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    assert first(await admin.post("/ml/train", **body))["code"] == "extra_forbidden"
    assert await TrainingJob.all().count() == 0


async def test_a_misspelt_parameter_signs_nobody_out(api, customer):
    for path in ("/me/sessions?other=true", "/me/sessions?Others=true"):
        refused = first(await api.delete(path, headers=customer.headers))
        assert refused["message"] == "There is no such parameter: was others meant?"
    body = await api.request("DELETE", "/me/sessions", json={"others": True}, headers=customer.headers)
    assert (body.status_code, body.json()["code"]) == (400, "malformed")
    assert await Session.filter(user_id=customer.id, revoked_at=None).count() == 1


async def test_an_empty_body_is_taken_where_none_is_needed(api, customer):
    answer = await api.request("DELETE", "/me/sessions", json={}, headers=customer.headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("operation", CHANGING, ids=lambda operation: f"{operation.method} {operation.path}")
def test_every_body_refuses_what_it_does_not_know(operation):
    if operation.body is None:
        return
    with pytest.raises(Invalid) as refused:
        parse_body(b'{"no_such_field_at_all": 1}', operation.body)
    fields = {error["field"] for error in refused.value.data["errors"]}
    assert "no_such_field_at_all" in fields


@pytest.mark.parametrize("code", ["ß" * 32, "M" * 33, "M" * 64, "ﬃ" * 30, "maya 2\u00a00", "no\u202esuch"])
async def test_a_promotion_code_of_any_length_is_answered(house, customer, code):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    for refused in (
        await customer.post(f"/holds/{hold['hold_id']}/quote", promo=code),
        await customer.try_book(show, "A1", hold_id=hold["hold_id"], promo=code),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "unknown_promotion")
