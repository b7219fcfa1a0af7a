"""What is said to be the lowest price of a show or a film is what somebody can buy for it now."""

from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.models import Role
from server.core.db import rows
from server.venues.models import SeatBlock, SeatLayout, Show, ShowStatus
from tests.server.world import Customer, House, seats_of_two_rows


@pytest.fixture
async def manager(api) -> Customer:
    return await Customer.sign_up(api, role=Role.MANAGER)


@pytest.fixture
async def show(house: House) -> Show:
    """A1 is a wheelchair place and A2 its companion's, which cost little; all recliners are kept back."""
    seats = seats_of_two_rows()
    seats[0]["category"], seats[1]["category"] = "wheelchair", "companion"
    house.layout = await SeatLayout.create(
        auditorium=house.screen, version=2, seat_count=12, width=8.0, height=2.0,
        screen={"x": 1.0, "width": 6.0}, rows=[{"label": "A", "y": 0.0}, {"label": "B", "y": 1.0}],
        seats=seats,
    )  # fmt: skip
    prices = {"standard": 22000, "wheelchair": 11000, "companion": 5000, "recliner": 10000}
    show = await house.show(prices=prices)
    for seat in range(6, 12):
        await SeatBlock.create(show=show, seat_index=seat, reason="Repair")
    return show


async def in_yen(house: House) -> Show:
    """Show the same film in the same city where yen are asked."""
    other = await House.build(currency="JPY")
    other.theatre.city, other.movies = house.city, house.movies
    await other.theatre.save()
    return await other.show(prices={"standard": 1800})


async def every_price(api, manager: Customer, house: House, show: Show) -> dict[str, dict]:
    """Return the lowest price as each place that names one has it."""
    city = house.city.slug
    film = (await api.get(f"/movies/{show.movie_id}?city={city}")).json()
    (listed,) = (await api.get(f"/movies?city={city}")).json()["items"]
    (now_showing,) = (await api.get(f"/home?city={city}")).json()["now_showing"]
    shows = (await api.get(f"/shows?city={city}&theatre_id={house.theatre.id}")).json()["items"]
    planned = (await manager.get(f"/admin/shows?theatre_id={house.theatre.id}")).json()["items"]
    return {
        "film": film["price_from"],
        "search": listed["price_from"],
        "home": now_showing["price_from"],
        "its show": film["showtimes"][0]["theatres"][0]["shows"][0]["price_from"],
        "shows": shows[0]["price_from"],
        "show": (await api.get(f"/shows/{show.id}")).json()["price_from"],
        "staff": planned[0]["price_from"],
    }


async def test_the_lowest_price_is_the_current_one_of_what_anybody_may_buy(api, house, manager, show):
    found = await every_price(api, manager, house, show)
    assert {name: one["amount"] for name, one in found.items()} == dict.fromkeys(found, 22000)
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    answer = await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=0.9, reason="A quiet day", until=until
    )
    assert answer.is_success, answer.text
    found = await every_price(api, manager, house, show)
    assert {name: one["amount"] for name, one in found.items()} == dict.fromkeys(found, 19800)


async def test_an_override_that_has_ended_is_no_price_though_nobody_cleared_it_away(
    api, house, manager, show
):
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    answer = await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=0.9, reason="A quiet day", until=until
    )
    assert answer.is_success, answer.text
    await rows("UPDATE show_pricing SET override_until = now()")
    found = await every_price(api, manager, house, show)
    assert {name: one["amount"] for name, one in found.items()} == dict.fromkeys(found, 22000)


async def test_amounts_of_two_currencies_are_never_one_price(api, house, manager, show):
    await in_yen(house)
    rupees, yen = {"amount": 22000, "currency": "INR"}, {"amount": 1800, "currency": "JPY"}
    for path in (f"/movies/{show.movie_id}?city={house.city.slug}", f"/movies/{show.movie_id}"):
        film = (await api.get(path)).json()
        assert film["prices_from"] == [rupees, yen]
    assert film["price_from"] is None, "nothing says in which currency somebody without a city reckons"
    (listed,) = (await api.get(f"/movies?city={house.city.slug}")).json()["items"]
    assert (listed["price_from"], listed["prices_from"]) == (rupees, [rupees, yen])
    house.city.currency = "JPY"
    await house.city.save()
    (listed,) = (await api.get(f"/movies?city={house.city.slug}")).json()["items"]
    assert (listed["price_from"], listed["prices_from"]) == (yen, [yen, rupees])


async def test_a_film_asks_nothing_where_nothing_of_it_is_on_sale(api, house, show):
    (listed,) = (await api.get("/movies")).json()["items"]
    assert listed["price_from"] == {"amount": 22000, "currency": "INR"}, "all shows ask in one currency"
    await Show.filter(id=show.id).update(status=ShowStatus.CLOSED)
    (listed,) = (await api.get("/movies")).json()["items"]
    assert (listed["price_from"], listed["prices_from"]) == (None, [])


async def test_a_film_is_not_offered_at_what_few_may_buy(api, house, manager, show):
    few = await house.show(
        starts_in=timedelta(hours=60), prices={"wheelchair": 5000, "companion": 3000, "recliner": 10000}
    )
    for seat in range(6, 12):
        await SeatBlock.create(show=few, seat_index=seat, reason="Repair")
    assert (await api.get(f"/shows/{few.id}")).json()["price_from"]["amount"] == 5000
    (listed,) = (await api.get("/movies")).json()["items"]
    assert listed["price_from"]["amount"] == 22000
