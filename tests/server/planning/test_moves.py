"""Shows that are planned or moved while others plan, hold and buy: what may never come of it."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from tortoise.exceptions import IntegrityError

from seat_engine import SeatEngine
from server.booking.mending import mend
from server.booking.opener import ShowOpener
from server.core import db
from server.core.clock import now
from server.core.db import rows, transaction
from server.core.tokens import Caller
from server.planning import shows
from server.planning.errors import ScreenTaken
from server.planning.schemas.shows import ShowIn
from server.planning.slots import Slot
from server.venues import shows as facts
from server.venues.models import SeatLayout, Show
from tests.server.planning.conftest import a_movie, a_show, wrong_fields
from tests.server.promotions.making import together
from tests.server.world import Customer, House, seats_of_two_rows

PAUSE = timedelta(minutes=15)


@pytest.fixture
async def film(admin) -> dict:
    return await admin.made("movies", a_movie(duration_minutes=120))


@pytest.fixture
def caller(admin) -> Caller:
    return Caller(user_id=admin.person.id, session_id=uuid4(), roles=frozenset({"admin"}))


async def plan(body: dict, caller: Caller) -> bool:
    """Plan a show in a transaction of its own; tell whether the screen was free."""
    try:
        async with transaction():
            await shows.create(ShowIn.model_validate(body), caller=caller, address="", pause=PAUSE)
    except ScreenTaken:
        return False
    return True


async def test_of_shows_planned_at_once_on_a_screen_exactly_one_wins(admin, house, film):
    wanted = [a_show(house, film["id"], hours=48 + n / 10) for n in range(6)]
    answers = await asyncio.gather(*(admin.send("POST", "shows", body) for body in wanted))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]
    (won,) = (answer.json()["id"] for answer in answers if answer.status_code == 201)
    assert {a.json()["show"]["id"] for a in answers if a.status_code == 409} == {won}
    assert await Show.all().count() == 1


async def test_of_shows_closer_than_the_break_exactly_one_wins(house, film, caller):
    """PostgreSQL itself refuses shows that overlap; that the hall is cleaned between two, the lock does."""
    bodies = [a_show(house, film["id"]), a_show(house, film["id"], hours=48 + 2.1)]
    for _ in range(5):
        won = await asyncio.gather(*(plan(body, caller) for body in bodies))
        assert sorted(won) == [False, True]
        await rows("TRUNCATE shows CASCADE")


async def test_without_the_screens_lock_both_would_win(house, film, caller, monkeypatch):
    """The positive control of the test above."""

    async def look_only(sql: str, values=()):
        return await db.row(sql.replace("FOR NO KEY UPDATE", ""), values)

    monkeypatch.setattr(shows, "row", look_only)
    together(monkeypatch, shows, "ensure_free", 2)
    bodies = [a_show(house, film["id"]), a_show(house, film["id"], hours=48 + 2.1)]
    assert await asyncio.gather(*(plan(body, caller) for body in bodies)) == [True, True]


async def test_what_somebody_plans_without_waiting_is_refused_by_the_database_and_told_the_same(
    admin, house, film, caller, monkeypatch
):
    first = await admin.made("shows", a_show(house, film["id"]))

    async def blind(_: Slot, **more):
        """Look at nothing."""

    monkeypatch.setattr(shows, "ensure_free", blind)
    wanted = ShowIn.model_validate(a_show(house, film["id"], hours=48.5))
    with pytest.raises(IntegrityError) as caught:
        async with transaction():
            await shows.create(wanted, caller=caller, address="", pause=PAUSE)
    refusal = await shows.screen_taken(caught.value, wanted, pause=PAUSE)
    assert refusal is not None
    assert refusal.data["show"]["id"] == first["id"]


async def another_hall(house: House, seats: int) -> SeatLayout:
    """Add a layout of fewer seats to the house's screen."""
    return await SeatLayout.create(
        auditorium=house.screen, version=9, seat_count=seats, width=8.0, height=2.0,
        screen={"x": 1.0, "width": 6.0}, rows=[{"label": "A", "y": 0.0}, {"label": "B", "y": 1.0}],
        seats=seats_of_two_rows()[12 - seats:],
    )  # fmt: skip


async def moved(admin, show: Show, **changes) -> None:
    answer = await admin.send("PUT", f"shows/{show.id}", changes)
    assert answer.status_code == 200, answer.text


async def closed(show: Show, engine: SeatEngine) -> None:
    """Do what the worker does of it."""
    (job,) = await rows("SELECT args FROM outbox WHERE actor = 'close_seats' AND done_at IS NULL")
    assert str(show.id) in job["args"]
    await engine.close(show.id)


async def a_second_passes() -> None:
    """What any process knew of the show is out of date by now."""
    await asyncio.sleep(facts.FRESH_SECONDS + 0.1)


async def test_seats_held_of_a_show_that_moved_are_sold_to_nobody(admin, house, film, customer, engine):
    """Neither before the map is closed nor after it, whether the hold was seen as it was or as it is."""
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    held = await customer.hold(show, "A1", "A2")
    layout = await another_hall(house, 6)
    await moved(admin, show, **{**wanted, "layout_id": layout.id, "prices": {"recliner": 38000}})
    at_once = await customer.try_book(show, "A1", "A2", hold_id=held["hold_id"])
    assert (at_once.status_code, at_once.json()["code"]) == (410, "hold_gone")
    await a_second_passes()
    later = await customer.try_book(show, "A1", "A2", hold_id=held["hold_id"])
    looked = await customer.get(f"/holds/{held['hold_id']}")
    assert [answer.json()["code"] for answer in (later, looked)] == ["hold_gone", "hold_gone"]
    await closed(show, engine)
    seats = (await customer.get(f"/shows/{show.id}/seats")).json()
    assert (seats["states"], [seat["label"] for seat in seats["layout"]["seats"]]) == (
        "000000", ["B1", "B2", "B3", "B4", "B5", "B6"],
    )  # fmt: skip
    booking = await customer.book(show, "B6")
    assert booking["seats"] == ["B6"]


async def test_a_map_is_never_drawn_in_a_hall_that_it_is_not_of(admin, house, film, customer, engine):
    """However little time there was for a process to hear of the move."""
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    path = f"/shows/{show.id}/seats"
    before = (await customer.get(path)).json()
    layout = await another_hall(house, 6)
    await moved(admin, show, **{**wanted, "layout_id": layout.id, "prices": {"recliner": 38000}})
    still = (await customer.get(path)).json()
    await closed(show, engine)
    after = (await customer.get(path)).json()
    assert [(seen["layout"]["version"], len(seen["states"])) for seen in (before, still, after)] == [
        (1, 12), (1, 12), (9, 6),
    ]  # fmt: skip
    assert after["epoch"] != before["epoch"]


async def test_seats_held_for_another_time_are_sold_to_nobody(admin, house, film, customer):
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    held = await customer.hold(show, "A1")
    await moved(admin, show, **{**wanted, "starts_at": (show.starts_at + timedelta(hours=3)).isoformat()})
    for _ in range(2):
        answer = await customer.try_book(show, "A1", hold_id=held["hold_id"])
        assert (answer.status_code, answer.json()["code"]) == (410, "hold_gone")
        await a_second_passes()
    assert await rows("SELECT 1 FROM bookings") == []


async def test_a_sale_and_a_move_at_once_never_both_happen(admin, api, house, film):
    """Whoever comes second is refused: a ticket for 6 p.m. is never found to be for 9 p.m."""
    for turn in range(6):
        wanted = a_show(house, film["id"], hours=48 + 24 * turn)
        show = await Show.get(id=(await admin.made("shows", wanted))["id"])
        customer = await Customer.sign_up(api)
        held = await customer.hold(show, "A1")
        later = (show.starts_at + timedelta(hours=3)).isoformat()
        sale, move = await asyncio.gather(
            customer.try_book(show, "A1", hold_id=held["hold_id"]),
            admin.send("PUT", f"shows/{show.id}", {**wanted, "starts_at": later}),
        )
        assert (sale.status_code, move.status_code) in {(201, 409), (410, 200), (409, 200)}
        if move.status_code == 409:
            assert wrong_fields(move) == [("starts_at", "show_has_tickets")]


async def test_a_sale_looks_under_its_lock_whether_the_show_is_what_was_held(admin, house, film):
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    seen = await facts.get_show(show.id)
    await moved(admin, show, **{**wanted, "starts_at": (show.starts_at + timedelta(hours=3)).isoformat()})
    async with transaction():
        assert not await facts.lock_open_show(show.id, at=now(), seen=seen)
        # The positive control: whoever does not say what they saw would sell it.
        assert await facts.lock_open_show(show.id, at=now())


async def test_a_map_that_was_opened_while_its_show_moved_is_that_of_the_new_hall(
    admin, house, film, engine, monkeypatch
):
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    layout = await another_hall(house, 6)
    original = engine.open
    opened: list[int] = []

    async def open_late(show_id: int, **state):
        """The show is moved, and its map closed, between this reader's read and its opening."""
        if not opened:
            await moved(admin, show, **{**wanted, "layout_id": layout.id, "prices": {"recliner": 1}})
            await engine.close(show_id)
        opened.append(state["seat_count"])
        return await original(show_id, **state)

    monkeypatch.setattr(engine, "open", open_late)
    await ShowOpener(engine).open(show.id)
    assert opened == [12, 6]
    assert (await engine.snapshot(show.id)).states == "000000"


async def test_a_map_that_was_opened_while_a_price_went_sells_what_is_on_sale(
    admin, house, film, engine, monkeypatch
):
    wanted = a_show(house, film["id"])
    show = await Show.get(id=(await admin.made("shows", wanted))["id"])
    original = engine.open
    opened: list[set[int]] = []

    async def open_late(show_id: int, **state):
        """Recliners lose their price between this reader's read and its opening, with no map to tell."""
        if not opened:
            await moved(admin, show, **{**wanted, "prices": {"standard": 22000}})
            await mend(engine, show_id)
        opened.append(set(state["blocked"]))
        return await original(show_id, **state)

    monkeypatch.setattr(engine, "open", open_late)
    await ShowOpener(engine).open(show.id)
    assert opened == [set(), set(range(6, 12))]
    assert (await engine.snapshot(show.id)).states == "000000333333"


async def test_a_show_is_deleted_or_booked_and_never_both(admin, api, house, film):
    for turn in range(4):
        show = await Show.get(
            id=(await admin.made("shows", a_show(house, film["id"], hours=48 + 24 * turn)))["id"]
        )
        customer = await Customer.sign_up(api)
        held = await customer.hold(show, "A1")
        sale, deletion = await asyncio.gather(
            customer.try_book(show, "A1", hold_id=held["hold_id"]), admin.send("DELETE", f"shows/{show.id}")
        )
        assert (sale.status_code, deletion.status_code) in {(201, 409), (404, 204), (409, 204)}
        sold = await rows("SELECT 1 FROM bookings WHERE show_id = $1", [show.id])
        assert len(sold) == (deletion.status_code == 409)
