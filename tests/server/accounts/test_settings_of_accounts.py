"""What a house may set about accounts: who may buy, and how often things may be asked for."""

import httpx
import pytest

from server.accounts.models import User
from server.core.clock import now
from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import PASSWORD, Customer


@pytest.fixture(scope="module")
def strict_url(servers, database):
    rates = dict.fromkeys(("RATE_SIGN_UP", "RATE_MAIL_ADDRESS", "RATE_CODE"), "2/minute")
    with another_api(servers, UNVERIFIED_MAY_BUY="false", RATE_MAIL="1/minute", **rates) as url:
        yield url


@pytest.fixture
async def strict(strict_url, clean_database, redis_client):
    async for key in redis_client.scan_iter("rate*"):
        await redis_client.delete(key)
    async with httpx.AsyncClient(base_url=strict_url, timeout=PATIENCE) as client:
        yield client


async def test_where_the_house_says_so_only_confirmed_accounts_buy_and_all_may_hold(strict, house):
    customer, show = await Customer.sign_up(strict), await house.show()
    hold = await customer.hold(show, "A1")
    refused = await customer.try_book(show, "A1", hold_id=hold["hold_id"])
    assert (refused.status_code, refused.json()["code"]) == (403, "email_not_verified")
    await User.filter(id=customer.id).update(email_verified_at=now())
    assert (await customer.try_book(show, "A1", hold_id=hold["hold_id"])).status_code == 201


async def test_new_accounts_are_counted_by_address(strict):
    said = [
        await strict.post(
            "/auth/signup", json={"email": f"n{n}@example.com", "password": PASSWORD, "name": "N"}
        )
        for n in range(3)
    ]
    assert [answer.status_code for answer in said] == [201, 201, 429]


async def test_mails_are_counted_by_who_gets_and_by_who_asks(strict):
    async def ask(email: str) -> int:
        return (await strict.post("/auth/forgot", json={"email": email})).status_code

    assert [await ask("a@example.com"), await ask("a@example.com"), await ask("b@example.com")] == [
        204,
        429,
        429,
    ]


async def test_codes_are_counted_by_account(strict):
    customer = await Customer.sign_up(strict)
    said = [(await customer.post("/auth/phone", phone=f"+9198765432{n}0")).status_code for n in range(3)]
    assert said == [204, 204, 429]
