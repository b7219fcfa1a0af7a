"""What is sellable of a show, and what of it is free now: the same wherever it stands."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from seat_engine import SeatEngine, open_store
from server.accounts.models import Role
from server.analytics.today import today
from server.booking.mending import mend
from server.booking.seatsync import settle_seats
from server.core.db import rows
from server.forecasting.coming import read_coming
from server.house.ports import free_port
from server.programme.shows import get_shows, with_live_counts
from server.venues.models import SeatBlock, Show, ShowPrice
from server.venues.shows import FRESH_SECONDS
from tests.server.world import Customer, House


@pytest.fixture
async def manager(api) -> Customer:
    return await Customer.sign_up(api, role=Role.MANAGER)


@pytest.fixture
async def show(house: House, api, engine, customer) -> AsyncIterator[Show]:
    """Standard seats only: A1 sold, A2 reserved, A3 on hold, A4 kept back, A5 and A6 free; B has no price."""
    show = await house.show(prices={"standard": 22000})
    await SeatBlock.create(show=show, seat_index=3, reason="Repair")
    await SeatBlock.create(show=show, seat_index=6, reason="Repair")  # B1, which is not sold anyhow
    sold = await customer.book(show, "A1")
    await customer.pay(sold)
    await settle_seats(engine, UUID(sold["id"]))
    await (await Customer.sign_up(api)).book(show, "A2")
    await customer.hold(show, "A3")
    yield show
    await rows("DELETE FROM outbox")


async def states(api: httpx.AsyncClient, show: Show) -> str:
    found: str = (await api.get(f"/shows/{show.id}/seats")).json()["states"]
    return found


async def test_every_place_counts_the_same_seats(api, house, manager, show):
    told = {"capacity": 5, "seats_left": 2}
    told_to_staff = {**told, "seats": 12, "sold": 1, "reserved": 1, "held": 1, "blocked": 2}

    def said(shown: dict, wanted: dict = told) -> dict:
        return {name: shown[name] for name in wanted}

    assert await states(api, show) == "211300333333"
    (listed,) = (await api.get(f"/shows?movie_id={show.movie_id}")).json()["items"]
    assert said(listed) == told
    assert said((await api.get(f"/shows/{show.id}")).json()) == told
    film = (await api.get(f"/movies/{show.movie_id}")).json()
    assert said(film["showtimes"][0]["theatres"][0]["shows"][0]) == told
    (filling,) = (await api.get(f"/home?city={house.city.slug}")).json()["filling_fast"]
    assert said(filling["show"]) == told
    assert filling["sold_share"] == pytest.approx(3 / 5)
    (planned,) = (await manager.get("/admin/shows")).json()["items"]
    assert said(planned, told_to_staff) == told_to_staff
    assert said((await manager.get(f"/admin/shows/{show.id}")).json(), told_to_staff) == told_to_staff
    expected = (await manager.get(f"/admin/predictions/{show.id}")).json()
    assert said(expected) == told
    assert expected["high"] <= 5
    day = await today([house.theatre.id], at=show.starts_at)
    assert (day.seats, day.occupied, day.occupancy) == (5, 1, 0.2)
    at = datetime.now(UTC)
    (coming,) = (await read_coming(at, since=at, until=at + timedelta(days=9), show_ids=[show.id])).rows
    assert (coming["seats"], coming["seats_left"]) == (5, 3), "what a forecast is made of knows no holds"


async def test_a_list_says_what_postgresql_knows_where_no_map_is_open(engine, show):
    (counted,) = await with_live_counts(engine, [(await get_shows([show.id]))[show.id]])
    assert counted.seats_left == 2
    await engine.close(show.id)
    (counted,) = await with_live_counts(engine, [(await get_shows([show.id]))[show.id]])
    assert counted.seats_left == 3


async def test_lists_go_on_while_redis_is_away(show):
    store = open_store(f"redis://127.0.0.1:{free_port()}")
    try:
        (counted,) = await with_live_counts(SeatEngine(store), [(await get_shows([show.id]))[show.id]])
    finally:
        await store.aclose()
    assert counted.seats_left == 3


async def test_seats_without_a_price_cannot_be_chosen(api, customer, show):
    refused = await customer.post(f"/shows/{show.id}/holds", seats=["A5", "B2"])
    assert (refused.status_code, refused.json()["code"]) == (409, "seats_not_on_sale")
    assert refused.json()["seats"] == ["B2"]
    other = await Customer.sign_up(api)
    none = await other.post(f"/shows/{show.id}/holds", best={"count": 1, "category": "recliner"})
    assert (none.json()["code"], none.json()["remaining"]) == ("not_enough_together", 0)
    few = await other.post(f"/shows/{show.id}/holds", best={"count": 3})
    assert (few.json()["code"], few.json()["remaining"]) == ("not_enough_together", 2)
    best = await other.post(f"/shows/{show.id}/holds", best={"count": 2})
    assert best.json()["seats"] == ["A5", "A6"]


async def test_an_open_map_follows_prices_that_come_and_go(api, engine: SeatEngine, show):
    await states(api, show)
    await ShowPrice.create(show=show, category="recliner", amount=38000)
    await mend(engine, show.id)
    assert await states(api, show) == "211300300000"
    await asyncio.sleep(FRESH_SECONDS + 0.1)  # what a process knows of a show is that old at most
    seated, waiting = await Customer.sign_up(api), await Customer.sign_up(api)
    booking = await seated.book(show, "B2")
    hold = await waiting.hold(show, "B3")

    await ShowPrice.filter(show_id=show.id, category="recliner").delete()
    await mend(engine, show.id)
    assert await states(api, show) == "211300311333", "who has seats keeps them"
    counted = (await get_shows([show.id]))[show.id]
    assert (counted.capacity, counted.seats_left) == (6, 3)
    kept = await waiting.try_book(show, "B3", hold_id=hold["hold_id"])
    assert kept.status_code == 201, kept.text
    await seated.pay(booking)
    await settle_seats(engine, UUID(booking["id"]))
    await engine.close(show.id)
    assert await states(api, show) == "210300321333", "opened anew they are theirs still"

    await seated.post(f"/booking/{booking['id']}/cancel")
    await settle_seats(engine, UUID(booking["id"]))
    assert (await states(api, show))[7] == "0"
    assert await mend(engine, show.id) == [7]
    assert await states(api, show) == "210300331333", "a seat that came back is not on sale any more"


async def test_a_price_that_is_added_or_taken_away_settles_the_map(api, house, manager, show):
    planned = (await manager.get(f"/admin/shows/{show.id}")).json()
    wanted = {
        "movie_id": show.movie_id, "screen_id": house.screen.id, "starts_at": planned["starts_at"],
        "language": "Telugu", "format": "2D", "prices": {"standard": 23000},
    }  # fmt: skip

    async def change(**prices: int) -> list[str]:
        body = {**wanted, "prices": prices}
        answer = await api.put(f"/admin/shows/{show.id}", json=body, headers=manager.headers)
        assert answer.status_code == 200, answer.text
        found = await rows("DELETE FROM outbox WHERE actor = 'settle_sale' RETURNING args")
        return [one["args"] for one in found]

    assert await change(standard=23000) == []
    assert len(await change(standard=23000, recliner=38000)) == 1
    assert len(await change(recliner=38000)) == 1


async def test_a_show_that_has_no_price_at_all_is_not_offered(api, house):
    await house.show(prices={"standard": 22000})
    unpriced = await house.show(starts_in=timedelta(hours=40), prices={"standard": 22000})
    await ShowPrice.filter(show_id=unpriced.id).delete()
    assert unpriced.id not in [item["id"] for item in (await api.get("/shows")).json()["items"]]


async def test_a_seat_that_lost_its_price_is_not_offered_when_its_hold_ends(api, engine: SeatEngine, house):
    show = await house.show()
    shopper = await Customer.sign_up(api)
    hold = await shopper.hold(show, "B1")
    await ShowPrice.filter(show_id=show.id, category="recliner").delete()
    await mend(engine, show.id)
    await asyncio.sleep(FRESH_SECONDS + 0.1)
    await api.delete(f"/holds/{hold['hold_id']}", headers=shopper.headers)
    assert (await engine.snapshot(show.id)).states[6] == "0", "the map itself has not heard of it yet"
    assert await states(api, show) == "000000333333"
    asked = await shopper.post(f"/shows/{show.id}/holds", seats=["B1"])
    assert (asked.status_code, asked.json()["code"]) == (409, "seats_not_on_sale")
    assert (await engine.snapshot(show.id)).states == "000000333333", "whoever met it mended it"
    await engine.close(show.id)
