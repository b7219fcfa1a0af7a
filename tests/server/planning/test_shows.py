"""Shows as the house plans, changes and deletes them."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.core.clock import now
from server.core.db import rows
from server.venues.models import Screen, Show, ShowStatus
from server.venues.shows import FRESH_SECONDS
from tests.server.planning.conftest import a_layout, a_movie, a_show, audited, wrong_fields
from tests.server.world import House, seats_of_two_rows


@pytest.fixture
async def film(admin) -> dict:
    return await admin.made("movies", a_movie(duration_minutes=120))


async def test_end_date_and_end_of_sale_follow_from_film_and_theatre(admin, house, film):
    zone = ZoneInfo("Asia/Kolkata")
    late = (now() + timedelta(days=3)).astimezone(zone).replace(hour=23, minute=30, second=0, microsecond=0)
    # Said in another offset, in which it is the day before.
    made = await admin.made(
        "shows",
        a_show(house, film["id"], starts_at=late.astimezone(ZoneInfo("America/New_York")).isoformat()),
    )
    assert datetime.fromisoformat(made["starts_at"]) == late
    assert made["starts_at"].endswith("+05:30")
    assert made["local_date"] == late.date().isoformat()
    assert datetime.fromisoformat(made["ends_at"]) == late + timedelta(minutes=120)
    assert datetime.fromisoformat(made["free_at"]) == late + timedelta(minutes=135)
    assert datetime.fromisoformat(made["sales_close_at"]) == late + timedelta(minutes=10)
    assert made["prices"]["recliner"] == {"amount": 38000, "currency": "INR"}
    assert (made["capacity"], made["sold"], made["reserved"]) == (12, 0, 0)
    action, subject, before, after = (await audited())[-1]
    assert (action, subject, before) == ("show.create", f"show:{made['id']}", None)
    assert after["prices"] == {"standard": 22000, "recliner": 38000}


async def test_a_planned_show_is_bought_by_customers(admin, house, film, customer):
    made = await admin.made("shows", a_show(house, film["id"]))
    show = await Show.get(id=made["id"])
    booking = await customer.book(show, "A1", "A2")
    await customer.pay(booking)
    shown = (await admin.send("GET", f"shows/{show.id}")).json()
    assert (shown["sold"], shown["reserved"]) == (2, 0)
    assert [one["id"] for one in (await customer.get("/shows")).json()["items"]] == [show.id]


async def test_a_scheduled_show_is_not_sold_until_it_is_put_on_sale(admin, house, film, customer):
    wanted = a_show(house, film["id"], status="scheduled")
    made = await admin.made("shows", wanted)
    refused = await customer.post(f"/shows/{made['id']}/holds", seats=["A1"])
    assert refused.json()["code"] == "show_not_on_sale"
    await admin.send("PUT", f"shows/{made['id']}", {**wanted, "status": "on_sale"})
    await asyncio.sleep(FRESH_SECONDS + 0.1)  # what a process knows of a show is that old at most
    held = await customer.post(f"/shows/{made['id']}/holds", seats=["A1"])
    assert held.status_code == 201


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"movie_id": 2147483647}, ("movie_id", "unknown")),
        ({"screen_id": 2147483647}, ("screen_id", "unknown")),
        ({"layout_id": 2147483647}, ("layout_id", "unknown")),
        ({"language": "Klingon"}, ("language", "not_in_film")),
        ({"format": "IMAX"}, ("format", "not_on_screen")),
        ({"prices": {"standard": 22000, "vip": 1}}, ("prices.vip", "not_in_layout")),
        ({"prices": {}}, ("prices", "too_short")),
        ({"prices": {"standard": 22000, "companion": 11000}}, ("prices.wheelchair", "missing")),
        ({"prices": {"standard": 0}}, ("prices.standard", "greater_than_equal")),
        ({"prices": {"standard": 10**9}}, ("prices.standard", "less_than_equal")),
        ({"prices": {"standard": 1.5}}, ("prices.standard", "int_type")),
        ({"status": "cancelled"}, ("status", "literal_error")),
        ({"starts_at": "2020-01-01T10:00:00Z"}, ("starts_at", "past")),
        ({"starts_at": "2999-01-01T10:00:00Z"}, ("starts_at", "too_far")),
        ({"starts_at": "2027-01-01T10:00:00"}, ("starts_at", "timezone_aware")),
        ({"starts_at": "tomorrow"}, ("starts_at", "datetime_parsing")),
    ],
)
async def test_what_makes_no_sense_is_said_beside_its_field(admin, house, film, wrong, said):
    answer = await admin.send("POST", "shows", {**a_show(house, film["id"]), **wrong})
    assert said in wrong_fields(answer)
    assert await Show.all().count() == 0


async def test_everything_that_is_wrong_is_said_at_once(admin, house, film):
    wanted = a_show(house, film["id"], language="Latin", format="4D", starts_at="2020-01-01T10:00:00Z",
                    prices={"vip": 100})  # fmt: skip
    answer = await admin.send("POST", "shows", wanted)
    assert [field for field, _ in wrong_fields(answer)] == ["language", "format", "starts_at", "prices.vip"]


async def test_a_screen_without_seats_has_no_shows(admin, house, film):
    bare = await Screen.create(theatre=house.theatre, name="Bare", formats=["2D"])
    answer = await admin.send("POST", "shows", a_show(house, film["id"], screen_id=bare.id))
    assert wrong_fields(answer) == [("screen_id", "no_layout")]


@pytest.mark.parametrize(
    ("after_minutes", "status"), [(0, 409), (60, 409), (134, 409), (135, 201), (-134, 409), (-135, 201)]
)
async def test_a_screen_has_one_show_at_a_time_and_a_break_between_two(
    admin, house, film, after_minutes, status
):
    first = await admin.made("shows", a_show(house, film["id"]))
    starts_at = datetime.fromisoformat(first["starts_at"]) + timedelta(minutes=after_minutes)
    answer = await admin.send("POST", "shows", a_show(house, film["id"], starts_at=starts_at.isoformat()))
    assert answer.status_code == status
    if status == 409:
        body = answer.json()
        assert (body["code"], body["show"]["id"], body["show"]["movie_title"]) == (
            "screen_taken", first["id"], "Mayabazar",
        )  # fmt: skip
        assert body["show"]["free_at"] == first["free_at"]
        assert wrong_fields(answer) == [("starts_at", "screen_taken")]


async def test_a_cancelled_show_is_in_nobodys_way_and_is_not_changed(admin, house, film):
    wanted = a_show(house, film["id"])
    first = await admin.made("shows", wanted)
    cancelled = await admin.send("POST", f"shows/{first['id']}/cancel", {"reason": "The projector broke"})
    assert cancelled.status_code == 202
    assert (await admin.send("POST", "shows", wanted)).status_code == 201
    refused = await admin.send("PUT", f"shows/{first['id']}", wanted)
    assert (refused.status_code, refused.json()["code"]) == (409, "show_cancelled")


async def test_a_show_that_is_over_is_not_changed(admin, house):
    show = await house.show(starts_in=timedelta(hours=-3), status=ShowStatus.CLOSED)
    refused = await admin.send("PUT", f"shows/{show.id}", a_show(house, show.movie_id))
    assert (refused.status_code, refused.json()["code"]) == (409, "show_over")


async def test_a_show_that_has_begun_keeps_its_time_and_may_have_other_prices(admin, house):
    show = await house.show(starts_in=timedelta(minutes=-5))
    wanted = a_show(house, show.movie_id, starts_at=show.starts_at.isoformat(), prices={"standard": 100})
    answer = await admin.send("PUT", f"shows/{show.id}", wanted)
    assert answer.json()["prices"] == {"standard": {"amount": 100, "currency": "INR"}}
    moved = {**wanted, "starts_at": (now() - timedelta(minutes=1)).isoformat()}
    assert wrong_fields(await admin.send("PUT", f"shows/{show.id}", moved)) == [("starts_at", "past")]


async def test_prices_change_while_on_sale_and_a_held_quote_stays(admin, house, film, customer):
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    hold = await customer.hold(show, "A1")
    answer = await admin.send("PUT", f"shows/{show.id}", {**wanted, "prices": {"standard": 99000}})
    assert answer.json()["prices"] == {"standard": {"amount": 99000, "currency": "INR"}}
    booking = await customer.try_book(show, "A1", hold_id=hold["hold_id"])
    assert (booking.status_code, booking.json()["total"]) == (201, hold["quote"]["total"])
    action, _, before, after = (await audited())[-1]
    assert (action, before["prices"]["standard"], after["prices"]) == (
        "show.change", 22000, {"standard": 99000},
    )  # fmt: skip


@pytest.mark.parametrize("pays", [True, False], ids=["sold", "reserved"])
async def test_what_a_ticket_was_bought_for_does_not_change(admin, house, film, customer, pays):
    other = await admin.made("movies", a_movie(slug="other"))
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    booking = await customer.book(show, "A1")
    if pays:
        await customer.pay(booking)
    later = (show.starts_at + timedelta(hours=1)).isoformat()
    answer = await admin.send(
        "PUT",
        f"shows/{show.id}",
        {**wanted, "movie_id": other["id"], "starts_at": later, "language": "Tamil"},
    )
    assert (answer.json()["code"], answer.json()["tickets"]) == ("show_has_tickets", 1)
    assert [field for field, _ in wrong_fields(answer)] == ["movie_id", "starts_at", "language"]
    hidden = await admin.send("PUT", f"shows/{show.id}", {**wanted, "status": "scheduled"})
    assert wrong_fields(hidden) == [("status", "show_has_tickets")]
    changed = await admin.send(
        "PUT", f"shows/{show.id}", {**wanted, "subtitles": "English", "status": "closed"}
    )
    assert (changed.json()["subtitles"], changed.json()["status"]) == ("English", "closed")


async def test_a_show_nobody_bought_moves_and_its_seats_are_those_of_the_new_hall(admin, house, film):
    screen = await admin.made("screens", {"theatre_id": house.theatre.id, "name": "Small", "formats": ["2D"]})
    layout = await admin.made("layouts", a_layout(screen["id"], seats=seats_of_two_rows()[:4]))
    wanted = a_show(house, film["id"])
    made = await admin.made("shows", wanted)
    await rows(
        "INSERT INTO seat_blocks (show_id, seat_index, reason) VALUES ($1, 11, 'Repair')", [made["id"]]
    )
    moved = await admin.send(
        "PUT", f"shows/{made['id']}", {**wanted, "screen_id": screen["id"], "prices": {"standard": 100}}
    )
    assert moved.status_code == 200, moved.text
    shown = moved.json()
    assert (shown["screen"]["name"], shown["layout"]["id"], shown["capacity"], shown["blocked"]) == (
        "Small", layout["id"], 4, 0,
    )  # fmt: skip
    assert (await audited())[-1][2]["blocked"] == 1


async def test_a_moved_show_is_not_in_its_own_way(admin, house, film):
    wanted = a_show(house, film["id"])
    made = await admin.made("shows", wanted)
    later = datetime.fromisoformat(made["starts_at"]) + timedelta(minutes=30)
    answer = await admin.send("PUT", f"shows/{made['id']}", {**wanted, "starts_at": later.isoformat()})
    assert datetime.fromisoformat(answer.json()["ends_at"]) == later + timedelta(minutes=120)


async def test_a_show_that_nobody_booked_is_deleted_and_any_other_is_not(admin, house, film, customer):
    one = await admin.made("shows", a_show(house, film["id"]))
    two = await admin.made("shows", a_show(house, film["id"], hours=72))
    await customer.book(await Show.get(id=two["id"]), "A1")
    refused = await admin.send("DELETE", f"shows/{two['id']}")
    assert (refused.status_code, refused.json()["used_by"]) == (409, {"bookings": 1})
    assert (await admin.send("DELETE", f"shows/{one['id']}")).status_code == 204
    assert (await customer.get(f"/shows/{one['id']}")).status_code == 404
    assert (await audited())[-1][:2] == ("show.delete", f"show:{one['id']}")


async def test_shows_are_listed_by_time_and_narrowed(admin, manager, house, film):
    other = await House.build()
    other_film = await admin.made("movies", a_movie(title="Devdas", original_title=None))
    made = [await admin.made("shows", a_show(house, film["id"], hours=30 + 24 * day)) for day in range(3)]
    theirs = await admin.made(
        "shows", {**a_show(house, other_film["id"]), "screen_id": other.screen.id, "status": "scheduled"}
    )
    by_time = [made[0], theirs, made[1], made[2]]
    assert [one["id"] for one in await admin.walk("shows")] == [one["id"] for one in by_time]

    async def found(narrowed: str) -> list[int]:
        return [one["id"] for one in await admin.walk(f"shows?{narrowed}")]

    assert await found("q=devd") == await found(f"movie_id={other_film['id']}") == [theirs["id"]]
    assert await found("status=scheduled") == await found(f"screen_id={other.screen.id}") == [theirs["id"]]
    day = made[1]["local_date"]
    assert await found(f"theatre_id={house.theatre.id}&from={day}&to={day}") == [made[1]["id"]]
    assert [one["id"] for one in await manager.walk("shows")] == [one["id"] for one in made]


async def test_today_begins_where_a_show_plays(admin, house):
    zone = ZoneInfo(house.theatre.time_zone)
    midnight = datetime.now(zone).replace(hour=0, minute=1)
    today, yesterday = [
        await house.show(starts_at=at) for at in (midnight, midnight - timedelta(hours=4))
    ]  # both are over by noon
    listed = [one["id"] for one in await admin.walk("shows?from_today=true")]
    assert (today.id in listed, yesterday.id in listed) == (True, False)
    assert len(await admin.walk("shows")) == 2


async def test_managers_plan_at_their_own_theatre_alone(manager, house):
    other = await House.build()
    film = (await house.movie()).id
    theirs = await other.show()
    mine = await manager.made("shows", a_show(house, film))
    elsewhere = {**a_show(house, film), "screen_id": other.screen.id}
    for method, path, body in (
        ("POST", "shows", elsewhere),
        ("GET", f"shows/{theirs.id}", None),
        ("PUT", f"shows/{theirs.id}", elsewhere),
        ("PUT", f"shows/{mine['id']}", elsewhere),
        ("DELETE", f"shows/{theirs.id}", None),
    ):
        answer = await manager.send(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), (method, path)
