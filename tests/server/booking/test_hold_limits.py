"""How much one shopper, one address or everybody may hold, and how often."""

import pytest

from tests.conftest import another_api


@pytest.fixture(scope="module")
def strict(servers, database):
    """An API whose limits a twelve-seat hall can reach."""
    with another_api(
        servers,
        HOLDS_HOLDER_SEATS="3", HOLDS_ADDRESS_SEATS="5", HOLDS_HOLDER_QUOTA="8", HOLDS_ADDRESS_QUOTA="10",
    ) as url:  # fmt: skip
        yield url


@pytest.fixture(scope="module")
def shared(servers, database):
    """An API that lets half of a show be on hold at once."""
    with another_api(servers, HOLDS_SHOW_PERCENT="50") as url:
        yield url


async def hold(api, url, show, *seats, token="one", address="203.0.113.7", **more):  # noqa: S107 # no secret
    headers = {"X-Hold-Token": token, "X-Forwarded-For": address, **more}
    return await api.post(f"{url}/shows/{show.id}/holds", json={"seats": seats}, headers=headers)


def refused(answer, scope):
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem.get("scope")) == (429, "too_many_holds", scope)
    assert int(answer.headers["retry-after"]) == problem["retry_after"] > 0
    return True


async def test_one_shopper_holds_so_many_seats_of_a_show_and_no_more(house, api, strict):
    show = await house.show()
    assert (await hold(api, strict, show, "A1", "A2")).status_code == 201
    assert refused(await hold(api, strict, show, "A3", "A4"), "holder")
    assert (await hold(api, strict, show, "A3")).status_code == 201
    assert (await hold(api, strict, show, "B1", token="two")).status_code == 201


async def test_seats_given_back_make_room_until_the_quota_is_used(house, api, strict):
    show = await house.show()
    for _ in range(2):
        taken = (await hold(api, strict, show, "A1", "A2", "A3")).json()
        await api.delete(f"{strict}/holds/{taken['hold_id']}", headers={"X-Hold-Token": "one"})
    assert refused(await hold(api, strict, show, "A1", "A2", "A3"), "holder_quota")
    assert (await hold(api, strict, show, "A1", "A2")).status_code == 201


async def test_one_address_holds_so_many_seats_whoever_asks(house, api, strict):
    show = await house.show()
    assert (await hold(api, strict, show, "A1", "A2", "A3", token="one")).status_code == 201
    assert refused(await hold(api, strict, show, "B1", "B2", "B3", token="two"), "address")
    assert (await hold(api, strict, show, "B1", "B2", "B3", token="two", address="203.0.113.8")).is_success


async def test_addresses_of_one_ipv6_network_are_one(house, api, strict):
    show = await house.show()
    assert (
        await hold(api, strict, show, "A1", "A2", "A3", token="one", address="2001:db8:1:2::1")
    ).is_success
    assert refused(
        await hold(api, strict, show, "B1", "B2", "B3", token="two", address="2001:db8:1:2::2"), "address"
    )
    assert (
        await hold(api, strict, show, "B1", "B2", "B3", token="two", address="2001:db8:1:3::1")
    ).is_success


async def test_a_new_token_each_time_is_no_way_around_the_address_quota(house, api, strict):
    show = await house.show()
    for number in range(3):
        token = f"fresh-{number}"
        taken = (await hold(api, strict, show, "A1", "A2", "A3", token=token)).json()
        await api.delete(f"{strict}/holds/{taken['hold_id']}", headers={"X-Hold-Token": token})
    assert refused(await hold(api, strict, show, "A1", "A2", token="fresh-3"), "address_quota")


async def test_a_repeated_request_counts_once(house, api, strict):
    show = await house.show()
    for _ in range(5):
        again = await hold(api, strict, show, "A1", "A2", "A3", **{"Idempotency-Key": "k"})
        assert again.status_code == 201


async def test_a_change_is_held_to_the_same_limits(house, api, strict):
    show = await house.show()
    taken = (await hold(api, strict, show, "A1")).json()
    answer = await api.patch(
        f"{strict}/holds/{taken['hold_id']}", json={"seats": ["A1", "A2", "A3", "A4"]},
        headers={"X-Hold-Token": "one"},
    )  # fmt: skip
    assert refused(answer, "holder")


async def test_only_a_share_of_a_show_may_be_on_hold_at_once(house, api, shared):
    show = await house.show()
    assert (await hold(api, shared, show, "A1", "A2", "A3", "A4", token="one")).is_success
    assert refused(
        await hold(api, shared, show, "B1", "B2", "B3", token="two", address="203.0.113.8"), "show"
    )
    assert (await hold(api, shared, show, "B1", "B2", token="two", address="203.0.113.8")).is_success


async def test_redis_never_sees_an_address(house, api, strict, redis_client):
    show = await house.show()
    assert (await hold(api, strict, show, "A1", address="203.0.113.77")).is_success
    state = await redis_client.hgetall(f"{{show:{show.id}}}:seats.3")
    assert state
    assert b"203.0.113" not in b"".join([*state.keys(), *state.values()])


@pytest.fixture
async def ruled(house):
    """The same house with the rule that no single seat is left."""
    house.theatre.single_gap_rule = True
    await house.theatre.save()
    return house


async def test_a_choice_that_leaves_one_seat_alone_names_it(ruled, api, customer):
    show = await ruled.show()
    answer = await api.post(f"/shows/{show.id}/holds", json={"seats": ["A2", "A3"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "would_leave_gap")
    assert answer.json()["seats"] == ["A1"]
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "0" * 12
    held = await customer.hold(show, "A1", "A2")
    change = await api.patch(
        f"/holds/{held['hold_id']}", json={"seats": ["A2", "A3"]}, headers=customer.headers
    )
    assert (change.status_code, change.json()["seats"]) == (409, ["A1"])


async def test_a_house_without_the_rule_lets_people_choose(house, api):
    show = await house.show()
    assert (await api.post(f"/shows/{show.id}/holds", json={"seats": ["A2", "A3"]})).status_code == 201


async def test_a_booking_without_a_hold_keeps_the_rule_too(ruled, customer):
    show = await ruled.show()
    answer = await customer.try_book(show, "A2", "A3")
    assert (answer.status_code, answer.json()["code"]) == (409, "would_leave_gap")
