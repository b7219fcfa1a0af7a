"""A database that was restored beside a Redis that was kept: live state is opened anew."""

from datetime import timedelta

import pytest

from server.booking.dataepoch import DataWatch, follows, whereabouts
from server.core.db import rows
from tests.server.world import Customer

HERE = {"name": "one/1/2", "lines": "10", "jobs": "20", "log": "300"}


@pytest.fixture
async def watch(engine, clean_database):
    return DataWatch(engine)


async def generation(engine):
    return int((await engine.recall()).get("generation", 0))


async def states(api, show):
    return (await api.get(f"/shows/{show.id}/seats")).json()["states"]


@pytest.mark.parametrize(
    ("found", "same"),
    [
        ({}, True),
        ({"log": "301"}, True),
        ({"name": "two/1/2"}, False),
        ({"lines": "9"}, False),
        ({"jobs": "19"}, False),
        ({"log": "299", "lines": "11"}, False),
    ],
)
def test_a_database_has_one_name_and_never_goes_back(found, same):
    assert follows(HERE, {**HERE, **found}) is same


async def test_the_server_says_which_it_is(clean_database):
    found = await whereabouts()
    assert int(found["log"]) > 0
    assert len(found["name"].split("/")) == 4


async def test_a_map_of_bookings_that_were_never_restored_is_opened_anew(house, api, watch, engine, customer):
    show, other = await house.show(), await Customer.sign_up(api)
    await other.book(show, "A1")  # so that the sequences have begun
    before = await whereabouts()
    await customer.pay(await customer.book(show, "A2"))
    await watch.look()
    earlier = await generation(engine)
    held = await customer.hold(show, "A3")
    # An older copy of the rows, as `pg_restore --data-only` leaves it: the sequences go back with them.
    await rows("TRUNCATE bookings CASCADE")
    await rows("SELECT setval(pg_get_serial_sequence('price_lines', 'id'), $1)", [int(before["lines"])])
    await watch.look()  # unless the API has done so meanwhile
    assert await generation(engine) > earlier
    assert await states(api, show) == "0" * 12
    assert (await customer.get(f"/holds/{held['hold_id']}")).status_code == 410


async def test_another_server_in_its_place_is_noticed_while_processes_run(
    house, api, watch, engine, customer
):
    show = await house.show(starts_in=timedelta(days=2))
    await customer.hold(show, "A1")
    await watch.look()
    earlier = await generation(engine)
    found = await whereabouts()
    await engine.remember({**found, "name": "another server"})
    await watch.look()
    assert await generation(engine) > earlier
    assert await states(api, show) == "0" * 12


async def test_an_empty_redis_has_nothing_to_remember(watch, redis_client, house):
    await redis_client.flushdb()
    assert await watch.look() is False
    assert await watch.look() is False
