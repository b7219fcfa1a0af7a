"""What a demo house has that was just loaded; loaded once, since these tests only look."""

import pytest

from server.core import db
from server.demo.load import Summary
from server.demo.people import DEMO_PASSWORD
from server.demo.sales import AUDIENCE
from tests.conftest import empty_tables
from tests.server.demo.test_load import load

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(scope="module")
async def loaded(database: str) -> Summary:
    await empty_tables()
    return await load()


async def test_every_show_has_a_price_for_each_category_of_its_layout_and_no_other() -> None:
    wrong = await db.rows(
        "SELECT h.id FROM shows h JOIN seat_layouts l ON l.id = h.layout_id WHERE "
        "(SELECT array_agg(DISTINCT seat->>'category' ORDER BY seat->>'category') "
        " FROM jsonb_array_elements(l.seats) seat) IS DISTINCT FROM "
        "(SELECT array_agg(p.category::text ORDER BY p.category::text) "
        " FROM show_prices p WHERE p.show_id = h.id)"
    )
    assert wrong == []


async def test_seats_kept_back_exist_and_say_why() -> None:
    blocks = await db.rows(
        "SELECT b.seat_index, b.reason, l.seat_count, l.seats->b.seat_index->>'category' AS category "
        "FROM seat_blocks b JOIN shows h ON h.id = b.show_id JOIN seat_layouts l ON l.id = h.layout_id"
    )
    assert len(blocks) > 100
    assert {block["reason"] for block in blocks} == {"House seats", "Maintenance: seat under repair"}
    assert all(block["seat_index"] < block["seat_count"] for block in blocks)
    assert not {block["category"] for block in blocks} & {"wheelchair", "companion"}


async def test_there_is_somebody_for_each_role_and_the_manager_has_one_theatre() -> None:
    people = await db.rows(
        "SELECT u.email, u.password_hash, u.email_verified_at, g.role, t.slug FROM users u "
        "LEFT JOIN role_grants g ON g.user_id = u.id LEFT JOIN theatres t ON t.id = g.theatre_id "
        "WHERE u.email <> $1",
        [AUDIENCE],
    )
    assert {person["role"] for person in people} == {None, "staff", "manager", "admin"}
    assert {person["slug"] for person in people if person["role"] == "manager"} == {"golconda-talkies"}
    assert {person["slug"] for person in people if person["role"] == "admin"} == {None}
    assert all(person["email"].endswith("@example.com") for person in people)
    assert {person["password_hash"] for person in people} == {f"hash of {DEMO_PASSWORD}"}
    assert all(person["email_verified_at"] for person in people)


async def test_credits_keep_billing_order_and_people_are_shared_among_films() -> None:
    credits_ = await db.rows(
        "SELECT p.name, c.kind, c.role FROM credits c JOIN people p ON p.id = c.person_id "
        "JOIN movies m ON m.id = c.movie_id WHERE m.slug = 'the-general' ORDER BY c.kind DESC, c.position"
    )
    assert [(row["kind"], row["name"]) for row in credits_][:3] == [
        ("director", "Clyde Bruckman"),
        ("director", "Buster Keaton"),
        ("cast", "Buster Keaton"),
    ]


async def test_a_house_just_loaded_is_counted_so_that_queries_are_planned_for_what_it_has(loaded) -> None:
    (shows,) = await db.rows("SELECT reltuples::int AS counted FROM pg_class WHERE relname = 'shows'")
    (tickets,) = await db.rows("SELECT reltuples::int AS counted FROM pg_class WHERE relname = 'tickets'")
    assert shows["counted"] == loaded.shows_added
    assert tickets["counted"] == loaded.tickets_sold
