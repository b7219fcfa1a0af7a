"""Limits: exact ones in Redis, coarse ones counted here and shared soon after."""

import asyncio

import httpx
import pytest

from server.core.limits import Limiter, Meter, TooManyRequests
from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import Customer


@pytest.fixture
async def limiters(servers, redis_client):
    """Two processes of one house."""
    async for key in redis_client.scan_iter("rate*"):
        await redis_client.delete(key)
    both = [Limiter(servers.environment["REDIS_URL"]) for _ in range(2)]
    yield both
    for limiter in both:
        await limiter.aclose()


async def test_exactly_as_many_as_allowed_get_through_however_they_come(limiters):
    said = await asyncio.gather(
        *(limiter.take("5/minute", "test", "somebody") for limiter in limiters for _ in range(20)),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, BaseException) for answer in said) == 5
    assert all(isinstance(answer, TooManyRequests) for answer in said if isinstance(answer, BaseException))


async def test_a_refusal_says_when_to_come_again_and_does_not_put_it_off(limiters):
    await limiters[0].take("1/minute", "test", "somebody")
    waits = []
    for _ in range(3):
        with pytest.raises(TooManyRequests) as refused:
            await limiters[0].take("1/minute", "test", "somebody")
        waits.append(refused.value.data["retry_after"])
    assert all(0 < wait <= 60 for wait in waits)
    assert waits == sorted(waits, reverse=True)


async def test_somebody_else_and_something_else_have_counts_of_their_own(limiters):
    await limiters[0].take("1/minute", "test", "somebody")
    await limiters[0].take("1/minute", "test", "another")
    await limiters[0].take("1/minute", "other", "somebody")


async def test_of_several_limits_the_tightest_is_told_and_each_counts(limiters):
    rate = "2/second;3/hour"
    first = await limiters[0].take(rate, "test", "somebody")
    assert first is not None
    assert (first.quota, first.remaining) == (2, 1)
    await limiters[0].take(rate, "test", "somebody")
    await asyncio.sleep(1.1)
    await limiters[0].take(rate, "test", "somebody")
    with pytest.raises(TooManyRequests) as refused:
        await limiters[0].take(rate, "test", "somebody")
    assert refused.value.data["retry_after"] > 3000


async def test_what_was_counted_can_be_forgotten(limiters):
    await limiters[0].take("1/minute", "test", "somebody")
    await limiters[0].forget("1/minute", "test", "somebody")
    await limiters[0].take("1/minute", "test", "somebody")


async def test_no_rate_is_no_limit(limiters):
    assert await limiters[0].take("", "test", "somebody") is None
    assert limiters[0].meter("", "test").take("somebody") is None


async def bring(limiter: Limiter, meter: Meter) -> None:
    await meter.flush(limiter._coarse)


async def test_a_meter_refuses_at_once_what_is_too_much_here(limiters):
    meter = limiters[0].meter("3/minute", "test")
    standings = [meter.take("somebody") for _ in range(3)]
    assert [standing.remaining for standing in standings if standing] == [2, 1, 0]
    with pytest.raises(TooManyRequests):
        meter.take("somebody")
    meter.take("another")


async def test_meters_of_several_processes_count_together_once_they_have_spoken(limiters):
    here, there = (limiter.meter("10/minute", "test") for limiter in limiters)
    for _ in range(6):
        here.take("somebody")
    for _ in range(3):
        there.take("somebody")
    await bring(limiters[0], here)
    await bring(limiters[1], there)
    left = there.take("somebody")
    assert left is not None
    assert left.remaining == 0
    with pytest.raises(TooManyRequests):
        there.take("somebody")


async def test_a_meter_goes_on_by_itself_while_redis_is_away_and_tells_later():
    away = Limiter("redis://127.0.0.1:1/0")
    meter = away.meter("5/minute", "test")
    meter.take("somebody")
    with pytest.raises(Exception, match=r"127\.0\.0\.1:1"):
        await bring(away, meter)
    assert meter._dirty == {"somebody"}
    for _ in range(4):
        meter.take("somebody")
    with pytest.raises(TooManyRequests):
        meter.take("somebody")
    await away.aclose()


async def test_a_meter_forgets_windows_that_ended(limiters):
    meter = limiters[0].meter("5/second", "test")
    meter.take("somebody")
    await bring(limiters[0], meter)
    await asyncio.sleep(1.1)
    await bring(limiters[0], meter)
    assert not meter._counts


@pytest.fixture(scope="module")
def narrow_url(servers, database):
    with another_api(
        servers, RATE_ADDRESS="20/minute", RATE_ACCOUNT="8/minute", RATE_HOLD_TOKEN="4/minute"
    ) as url:
        yield url


@pytest.fixture
async def narrow(narrow_url, clean_database):
    async with httpx.AsyncClient(base_url=narrow_url, timeout=PATIENCE) as client:
        yield client


def at(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def test_every_answer_says_how_much_may_still_be_asked(narrow):
    answer = await narrow.get("/cities", headers=at("192.0.2.1"))
    assert answer.headers["ratelimit-policy"] == '"address";q=20;w=60'
    assert answer.headers["ratelimit"].startswith('"address";r=19;t=')


async def test_an_address_is_refused_when_it_asks_too_often_and_others_are_not(narrow):
    said = [await narrow.get("/cities", headers=at("192.0.2.2")) for _ in range(21)]
    assert [answer.status_code for answer in said] == [200] * 20 + [429]
    assert said[-1].json()["code"] == "too_many_requests"
    assert int(said[-1].headers["retry-after"]) <= 60
    assert (await narrow.get("/cities", headers=at("192.0.2.3"))).status_code == 200


async def test_an_account_is_counted_wherever_it_asks_from(api, narrow):
    customer = await Customer.sign_up(api)
    said = [
        await narrow.get("/me", headers={**customer.headers, **at(f"192.0.2.{n + 10}")}) for n in range(9)
    ]
    assert [answer.status_code for answer in said] == [200] * 8 + [429]
    assert said[0].headers["ratelimit-policy"] == '"account";q=8;w=60'


async def test_a_hold_token_is_counted_too(narrow):
    headers = {"X-Hold-Token": "a-token-of-somebody"}
    said = [await narrow.get("/holds/1-0", headers={**headers, **at(f"192.0.2.{n + 30}")}) for n in range(5)]
    assert said[-1].status_code == 429
    assert said[-1].json()["scope"] == "hold_token"


async def test_whoever_watches_the_house_is_not_counted(narrow):
    for _ in range(25):
        assert (await narrow.get("/healthz", headers=at("192.0.2.50"))).status_code == 200
