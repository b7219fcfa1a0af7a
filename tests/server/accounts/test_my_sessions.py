"""Where an account is signed in, and ending it."""

import asyncio

import httpx

from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import PASSWORD, Customer

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)


async def sign_in_elsewhere(api, customer) -> Customer:
    answer = await api.post(
        "/auth/login", json={"email": customer.email, "password": PASSWORD},
        headers={"User-Agent": PHONE, "X-Forwarded-For": "192.0.2.44"},
    )  # fmt: skip
    body = answer.json()
    return Customer(api, customer.id, customer.email, body["access_token"], body["refresh_token"])


async def test_each_sign_in_is_listed_by_what_and_where(api, customer):
    await sign_in_elsewhere(api, customer)
    phone, here = (await customer.get("/me/sessions")).json()["items"]
    assert (phone["device"], phone["address"], phone["current"]) == (
        "Chrome Mobile · Android", "192.0.2.44", False,
    )  # fmt: skip
    assert (here["address"], here["current"]) == ("127.0.0.1", True)


async def test_signing_out_on_one_device_ends_its_access_at_once(api, customer):
    phone = await sign_in_elsewhere(api, customer)
    (there,) = [s for s in (await customer.get("/me/sessions")).json()["items"] if not s["current"]]
    for _ in range(2):
        ended = await api.delete(f"/me/sessions/{there['id']}", headers=customer.headers)
        assert ended.status_code == 204
    assert (await phone.get("/me")).status_code == 401
    refreshed = await api.post("/auth/refresh", json={"refresh_token": phone.refresh_token})
    assert refreshed.status_code == 401
    assert (await customer.get("/me")).status_code == 200


async def test_a_session_that_was_ended_is_over_in_every_process_soon(api, customer, servers):
    phone = await sign_in_elsewhere(api, customer)
    with another_api(servers) as other_url:
        async with httpx.AsyncClient(base_url=other_url, headers=phone.headers, timeout=PATIENCE) as other:
            assert (await other.get("/me")).status_code == 200
            await api.delete("/me/sessions?others=true", headers=customer.headers)
            async with asyncio.timeout(PATIENCE):
                while (await other.get("/me")).status_code != 401:
                    await asyncio.sleep(0.1)


async def test_a_session_of_somebody_else_is_not_there(api, customer):
    other = await Customer.sign_up(api)
    (theirs,) = (await other.get("/me/sessions")).json()["items"]
    refused = await api.delete(f"/me/sessions/{theirs['id']}", headers=customer.headers)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert (await other.get("/me")).status_code == 200


async def test_signing_out_everywhere_means_here_as_well(api, customer):
    phone = await sign_in_elsewhere(api, customer)
    ended = await api.delete("/me/sessions", headers=customer.headers)
    assert ended.json() == {"ended": 2}
    assert [(await who.get("/me")).status_code for who in (customer, phone)] == [401, 401]


async def test_or_everywhere_else(api, customer):
    phone = await sign_in_elsewhere(api, customer)
    ended = await api.delete("/me/sessions?others=true", headers=customer.headers)
    assert ended.json() == {"ended": 1}
    assert [(await who.get("/me")).status_code for who in (customer, phone)] == [200, 401]


async def test_signing_out_ends_the_access_token_too(api, customer):
    await api.post("/auth/logout", json={"refresh_token": customer.refresh_token})
    assert (await customer.get("/me")).status_code == 401


async def test_a_stolen_refresh_token_ends_the_access_of_thief_and_owner(api, customer):
    stolen = (await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})).json()
    await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})
    thief = {"Authorization": f"Bearer {stolen['access_token']}"}
    assert (await api.get("/me", headers=thief)).status_code == 401
    assert (await customer.get("/me")).status_code == 401
