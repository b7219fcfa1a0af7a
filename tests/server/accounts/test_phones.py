"""Confirming a phone by a code."""

from datetime import timedelta

import pytest

from server.accounts.models import PhoneCode
from server.core.clock import now
from tests.conftest import another_api
from tests.server.world import Customer

PHONE = "+919876543210"


async def test_the_code_confirms_the_phone_it_was_sent_to(customer, mailbox):
    assert (await customer.post("/auth/phone", phone=PHONE)).status_code == 204
    assert (await customer.get("/me")).json()["phone"] is None
    confirmed = await customer.post("/auth/phone/verify", code=await mailbox.code())
    assert (confirmed.json()["phone"], confirmed.json()["phone_verified"]) == (PHONE, True)


async def test_a_code_is_good_once(customer, mailbox):
    await customer.post("/auth/phone", phone=PHONE)
    code = await mailbox.code()
    await customer.post("/auth/phone/verify", code=code)
    again = await customer.post("/auth/phone/verify", code=code)
    assert (again.status_code, again.json()["code"]) == (410, "code_gone")


async def test_guessing_ends_after_five_attempts(customer, mailbox):
    await customer.post("/auth/phone", phone=PHONE)
    code = await mailbox.code()
    wrong = f"{(int(code) + 1) % 10**6:06}"
    said = [(await customer.post("/auth/phone/verify", code=wrong)).json()["code"] for _ in range(6)]
    assert said == ["wrong_code"] * 5 + ["code_gone"]
    right = await customer.post("/auth/phone/verify", code=code)
    assert right.json()["code"] == "code_gone"


async def test_a_newer_code_makes_the_older_one_worthless(customer, mailbox):
    await customer.post("/auth/phone", phone=PHONE)
    older = await mailbox.code()
    await customer.post("/auth/phone", phone="+447700900123")
    newer = await mailbox.code()
    if older != newer:
        assert (await customer.post("/auth/phone/verify", code=older)).json()["code"] == "wrong_code"
    assert (await customer.post("/auth/phone/verify", code=newer)).json()["phone"] == "+447700900123"


async def test_a_code_ends_with_its_time(customer, mailbox):
    await customer.post("/auth/phone", phone=PHONE)
    code = await mailbox.code()
    await PhoneCode.all().update(expires_at=now() - timedelta(seconds=1))
    assert (await customer.post("/auth/phone/verify", code=code)).json()["code"] == "code_gone"


async def test_a_code_of_somebody_else_is_none(api, customer, mailbox):
    other = await Customer.sign_up(api)
    await customer.post("/auth/phone", phone=PHONE)
    refused = await other.post("/auth/phone/verify", code=await mailbox.code())
    assert refused.json()["code"] == "code_gone"


async def test_another_number_has_to_be_confirmed_again(customer, mailbox):
    await customer.post("/auth/phone", phone=PHONE)
    await customer.post("/auth/phone/verify", code=await mailbox.code())
    changed = await customer.api.patch("/me", json={"phone": "+914012345678"}, headers=customer.headers)
    assert not changed.json()["phone_verified"]


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "१२३४५६"])
async def test_what_cannot_be_a_code_is_no_attempt(customer, mailbox, code):
    await customer.post("/auth/phone", phone=PHONE)
    assert (await customer.post("/auth/phone/verify", code=code)).status_code == 422
    assert (await PhoneCode.get()).attempts == 0


async def test_a_house_without_text_messages_says_so(api, customer, servers):
    with another_api(servers, SMS_CHANNEL="off") as url:
        refused = await api.post(f"{url}/auth/phone", json={"phone": PHONE}, headers=customer.headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "phone_not_offered")
