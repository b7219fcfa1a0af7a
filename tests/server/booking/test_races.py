"""Many want the same seats. Each race has its control: with the guard off, the oversell is seen."""

import asyncio
from collections import Counter
from datetime import timedelta

import httpx
import pytest

from server.booking.models import LIVE, Ticket
from server.core.db import rows
from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import Customer


async def oversold() -> dict[int, int]:
    """Return seats with more than one live ticket, and how many."""
    live = await Ticket.filter(status__in=LIVE)
    sold = Counter(ticket.seat_index for ticket in live)
    return {seat: count for seat, count in sold.items() if count > 1}


async def test_of_thirty_who_want_the_same_two_seats_one_gets_both(house, api, api_url):
    show = await house.show()
    answers = await asyncio.gather(
        *(api.post(f"/shows/{show.id}/holds", json={"seats": ["A1", "A2"]}) for _ in range(30))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 29}
    assert {tuple(a.json()["seats"]) for a in answers if a.status_code == 409} == {("A1", "A2")}


async def everybody_buys_a1(house, api, first_url: str, second_url: str) -> list[int]:
    """Two houses of shoppers whose Redis servers know nothing of each other buy the same seat at once."""
    show = await house.show()
    async with httpx.AsyncClient(base_url=second_url, timeout=PATIENCE) as second:
        # Both maps open before anybody buys: a later one would have read the sale from the database.
        for client in (api, second):
            seats = await client.get(f"/shows/{show.id}/seats")
            assert seats.json()["states"] == "0" * 12
        shoppers = [await Customer.sign_up(api) for _ in range(6)]
        for shopper in shoppers[::2]:
            shopper.api = second
        answers = await asyncio.gather(*(shopper.try_book(show, "A1") for shopper in shoppers))
        for shopper, answer in zip(shoppers, answers, strict=True):
            if answer.status_code == 201:
                assert (await shopper.pay(answer.json())).status_code == 200
    return sorted(answer.status_code for answer in answers)


@pytest.fixture(scope="module")
def apart(servers, api_url):
    """A second API whose Redis is another: the first of the two defences is switched off between them."""
    with another_api(servers, REDIS_URL=servers.environment["REDIS_URL"].rsplit("/", 1)[0] + "/7") as url:
        yield url


async def test_with_redis_blind_the_database_still_sells_a_seat_once(house, api, api_url, apart):
    statuses = await everybody_buys_a1(house, api, api_url, apart)
    assert statuses == [201, 409, 409, 409, 409, 409]
    assert await oversold() == {}


async def test_control_without_the_index_the_same_race_sells_a_seat_twice(house, api, api_url, apart):
    (index,) = await rows("SELECT indexdef FROM pg_indexes WHERE indexname = 'tickets_live_seat'")
    await rows("DROP INDEX tickets_live_seat")
    try:
        statuses = await everybody_buys_a1(house, api, api_url, apart)
        assert statuses.count(201) == 2
        assert await oversold() == {0: 2}
    finally:
        await rows("TRUNCATE bookings CASCADE")
        await rows(index["indexdef"])


async def test_a_seat_that_redis_wrongly_offers_is_corrected_on_the_map(house, api, engine):
    show = await house.show()
    first, second = await Customer.sign_up(api), await Customer.sign_up(api)
    await first.pay(await first.book(show, "A1"))
    await engine.free(show.id, [0], hold_id=(await rows("SELECT hold_id FROM bookings"))[0]["hold_id"])
    refused = await second.try_book(show, "A1")
    assert (refused.status_code, refused.json()["seats"]) == (409, ["A1"])
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "200000000000"


async def test_redis_that_lost_everything_is_filled_from_the_database(house, api, redis_client, customer):
    show = await house.show()
    await customer.pay(await customer.book(show, "A1"))
    waiting = await customer.book(show, "A2")
    before = (await api.get(f"/shows/{show.id}/seats")).json()
    await redis_client.flushdb()
    after = (await api.get(f"/shows/{show.id}/seats")).json()
    assert after["epoch"] != before["epoch"]
    assert after["states"] == "210000000000"
    assert (await customer.pay(waiting)).status_code == 200


async def test_more_people_pay_at_once_than_there_are_connections_and_nobody_waits_for_ever(
    house, api, customer
):
    """What a sale looks up inside its transaction must not wait for a connection that another sale has."""
    shows = [await house.show(starts_in=timedelta(days=day)) for day in range(1, 5)]
    seats = [f"{row}{number}" for row in "AB" for number in range(1, 7)]
    people = [await Customer.sign_up(api) for _ in range(4)]
    booked = [
        (who, (await who.try_book(show, seat)).json())
        for show, who in zip(shows, people, strict=True)
        for seat in seats[::2]
    ]
    await asyncio.sleep(1.1)  # nothing that is kept for a second is kept any more
    answers = await asyncio.gather(*(who.pay(booking) for who, booking in booked))
    assert {answer.json()["status"] for answer in answers} == {"succeeded"}
