"""Confirming a phone by a code."""

from datetime import timedelta

import pytest

from server.accounts.models import PhoneCode
from server.core.clock import now
from tests.conftest import another_api
from tests.server.world import PASSWORD, Customer

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


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "१२३४५", "½23456"])
async def test_what_cannot_be_a_code_is_no_attempt(customer, mailbox, code):
    await customer.post("/auth/phone", phone=PHONE)
    assert (await customer.post("/auth/phone/verify", code=code)).status_code == 422
    assert (await PhoneCode.get()).attempts == 0


async def test_a_code_counts_however_it_is_copied(customer, mailbox):
    await customer.post("/auth/phone", phone=PHONE)
    code = await mailbox.code()
    typed = f" {code[:3]} {code[3:]}".translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert (await customer.post("/auth/phone/verify", code=typed)).json()["phone_verified"]


@pytest.mark.parametrize(
    ("typed", "language", "kept"),
    [
        ("\u202a+91 98765 43210\u202c", "en-IN", "+919876543210"),
        ("+91 98765-43210", "en", "+919876543210"),
        ("0091 (98765) 43210", "en", "+919876543210"),
        ("098765 43210", "en-US", "+919876543210"),  # the house's country
        ("  ", "en", None),
    ],
)
async def test_a_phone_is_taken_as_people_type_it(api, house, typed, language, kept):
    answer = await api.post(
        "/auth/signup",
        json={
            "email": " Asha@Example.COM ",
            "password": PASSWORD,
            "name": " Asha \u00a0 Rao ",
            "phone": typed,
        },
        headers={"Accept-Language": language},
    )
    user = answer.json()["user"]
    assert (user["phone"], user["email"], user["name"]) == (kept, "asha@example.com", "Asha Rao")


@pytest.mark.parametrize("typed", ["12", "call me", "+", "9876543210123456", "x" * 41])
async def test_what_is_no_phone_is_refused_in_words(api, customer, house, typed):
    for answer in (
        await api.patch("/me", json={"phone": typed}, headers=customer.headers),
        await customer.post("/auth/phone", phone=typed),
    ):
        (wrong,) = answer.json()["errors"]
        assert (answer.status_code, wrong["field"]) == (422, "phone")
        assert wrong["code"] in {"not_a_phone", "string_too_long"}
        assert "^" not in wrong["message"]
        assert "pattern" not in wrong["message"]


async def test_a_house_without_text_messages_says_so(api, customer, servers):
    with another_api(servers, SMS_CHANNEL="off") as url:
        refused = await api.post(f"{url}/auth/phone", json={"phone": PHONE}, headers=customer.headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "phone_not_offered")
