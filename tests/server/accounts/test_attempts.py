"""Signing in slows down for whoever guesses, and never locks the owner out."""

import asyncio

import httpx
import pytest

from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.accounts.mailbox import token_in
from tests.server.world import PASSWORD, Customer

BROWSER = {"Sec-Fetch-Site": "same-origin"}
WRONG = "not the password"


@pytest.fixture(scope="module")
def strict_url(servers, database):
    """An API with three attempts a minute for an account, and twelve for an address."""
    with another_api(servers, RATE_SIGN_IN="3/minute", RATE_SIGN_IN_ADDRESS="12/minute") as url:
        yield url


@pytest.fixture
async def strict(strict_url, clean_database, redis_client):
    async for key in redis_client.scan_iter("rate*"):
        await redis_client.delete(key)
    async with httpx.AsyncClient(base_url=strict_url, timeout=PATIENCE) as client:
        yield client


async def sign_in(api, email, password=WRONG, **headers):
    return await api.post("/auth/login", json={"email": email, "password": password}, headers=headers)


def at(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def test_guessing_at_one_account_is_slowed_down_from_everywhere(strict):
    customer = await Customer.sign_up(strict)
    said = [await sign_in(strict, customer.email, **at(f"192.0.2.{n}")) for n in range(4)]
    assert [answer.status_code for answer in said] == [401, 401, 401, 429]
    assert said[-1].json()["code"] == "too_many_attempts"
    assert 0 < said[-1].json()["retry_after"] <= 60
    assert said[-1].headers["retry-after"] == str(said[-1].json()["retry_after"])


async def test_many_guesses_at_once_are_no_way_around(strict):
    customer = await Customer.sign_up(strict)
    said = await asyncio.gather(*(sign_in(strict, customer.email, **at(f"192.0.2.{n}")) for n in range(10)))
    assert sorted(answer.status_code for answer in said) == [401] * 3 + [429] * 7


async def test_an_account_that_does_not_exist_is_slowed_down_the_same(strict):
    said = [await sign_in(strict, "nobody@example.com", **at(f"192.0.2.{n}")) for n in range(4)]
    assert [answer.status_code for answer in said] == [401, 401, 401, 429]


async def test_the_owner_is_not_locked_out_on_a_device_that_signed_in_before(strict):
    customer = await Customer.sign_up(strict)
    known = (await sign_in(strict, customer.email, PASSWORD)).json()["device_token"]
    for n in range(4):
        await sign_in(strict, customer.email, **at(f"192.0.2.{n}"))
    stranger = await sign_in(strict, customer.email, PASSWORD, **at("192.0.2.9"))
    owner = await sign_in(strict, customer.email, PASSWORD, **{"X-Device-Token": known})
    assert (stranger.status_code, owner.status_code) == (429, 200)


async def test_a_browser_keeps_its_device_in_a_cookie_no_script_reads(strict):
    customer = await Customer.sign_up(strict)
    signed_in = await sign_in(strict, customer.email, PASSWORD, **BROWSER)
    cookie = next(c for c in signed_in.headers.get_list("set-cookie") if c.startswith("mm_device="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert signed_in.json()["device_token"] is None
    # Without the cookie.
    async with httpx.AsyncClient(base_url=strict.base_url, timeout=PATIENCE) as stranger:
        for n in range(4):
            await sign_in(stranger, customer.email, **at(f"192.0.2.{n}"))
    assert (await sign_in(strict, customer.email, PASSWORD, **BROWSER)).status_code == 200


async def test_a_known_device_has_a_count_of_its_own_and_not_none(strict):
    customer = await Customer.sign_up(strict)
    known = {"X-Device-Token": (await sign_in(strict, customer.email, PASSWORD)).json()["device_token"]}
    said = [await sign_in(strict, customer.email, **known, **at(f"192.0.2.{n}")) for n in range(4)]
    assert [answer.status_code for answer in said] == [401, 401, 401, 429]


async def test_a_device_of_another_account_is_none_of_this_one(strict):
    customer, other = await Customer.sign_up(strict), await Customer.sign_up(strict)
    theirs = (await sign_in(strict, other.email, PASSWORD)).json()["device_token"]
    for n in range(3):
        await sign_in(strict, customer.email, **at(f"192.0.2.{n}"))
    refused = await sign_in(strict, customer.email, PASSWORD, **{"X-Device-Token": theirs})
    assert refused.status_code == 429


async def test_a_good_sign_in_forgets_the_wrong_ones(strict):
    customer = await Customer.sign_up(strict)
    for _ in range(3):
        await sign_in(strict, customer.email, **at("192.0.2.1"))
        await sign_in(strict, customer.email, **at("192.0.2.1"))
        assert (await sign_in(strict, customer.email, PASSWORD, **at("192.0.2.1"))).status_code == 200


async def test_guessing_at_many_accounts_from_one_address_is_slowed_down(strict):
    said = [await sign_in(strict, f"nobody{n}@example.com", **at("192.0.2.7")) for n in range(13)]
    assert [answer.status_code for answer in said] == [401] * 12 + [429]
    assert (await sign_in(strict, "nobody@example.com", **at("192.0.2.8"))).status_code == 401


async def test_an_ipv6_household_is_one_address(strict):
    said = [
        await sign_in(strict, f"nobody{n}@example.com", **at(f"2001:db8:0:7::{n + 1:x}")) for n in range(13)
    ]
    assert said[-1].status_code == 429


async def test_an_address_cannot_be_forged(strict):
    """A client writes what it likes in front; what the trusted proxy adds comes last and counts."""
    said = [
        await sign_in(strict, f"nobody{n}@example.com", **at(f"203.0.113.{n}, 192.0.2.7")) for n in range(13)
    ]
    assert said[-1].status_code == 429


async def test_guessing_a_password_that_must_be_proven_is_slowed_down_too(strict):
    customer = await Customer.sign_up(strict)
    said = [
        await customer.post("/me/password", current_password=WRONG, password="seven quiet lanterns")
        for _ in range(4)
    ]
    assert [answer.status_code for answer in said] == [422, 422, 422, 429]


async def test_a_link_by_mail_lets_the_owner_in_at_once(strict, mailbox):
    customer = await Customer.sign_up(strict)
    for n in range(4):
        await sign_in(strict, customer.email, **at(f"192.0.2.{n}"))
    await mailbox.fetch()
    await strict.post("/auth/forgot", json={"email": customer.email})
    (mail,) = await mailbox.fetch()
    new = {"token": token_in(mail), "password": "seven quiet lanterns"}
    assert (await strict.post("/auth/reset", json=new)).status_code == 204
    assert (await sign_in(strict, customer.email, "seven quiet lanterns")).status_code == 200
