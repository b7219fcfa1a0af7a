"""Two people with the same form open: the later one is told, and overwrites nothing unseen."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from server.catalogue.models import Movie
from tests.server.planning.conftest import Planner, a_layout, a_movie, a_show, a_theatre, audited
from tests.server.world import House

Wanted = tuple[str, dict[str, Any], dict[str, Any]]
"""What kind of thing, as one person wants it, and as another does."""


async def a_film(_: Planner, __: House) -> Wanted:
    return "movies", a_movie(), a_movie(tagline="Restored")


async def another_theatre(_: Planner, house: House) -> Wanted:
    wanted = a_theatre(new_city=None, city=house.city.slug)
    return "theatres", wanted, wanted | {"tax_rate": 500}


async def a_screen(_: Planner, house: House) -> Wanted:
    wanted = {"theatre_id": house.theatre.id, "name": "Small Hall", "formats": ["2D"]}
    return "screens", wanted, wanted | {"formats": ["2D", "3D"]}


async def a_planned_show(admin: Planner, house: House) -> Wanted:
    movie = await admin.made("movies", a_movie())
    wanted = a_show(house, movie["id"])
    return "shows", wanted, wanted | {"prices": {"standard": 25000}}


KINDS = [a_film, another_theatre, a_screen, a_planned_show]
Kind = Callable[[Planner, House], Awaitable[Wanted]]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
async def test_a_change_to_what_is_no_longer_there_writes_nothing(admin: Planner, house: House, kind: Kind):
    path, mine, theirs = await kind(admin, house)
    opened = await admin.made(path, mine)
    place = f"{path}/{opened['id']}"
    changed = await admin.send("PUT", place, theirs | {"etag": opened["etag"]})
    assert changed.status_code == 200, changed.text
    done = await audited()
    refused = await admin.send("PUT", place, mine | {"etag": opened["etag"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    present = (await admin.send("GET", place)).json()
    assert present == changed.json()
    assert await audited() == done
    back = await admin.send("PUT", place, mine | {"etag": present["etag"]})
    assert (back.status_code, back.json()["etag"]) == (200, opened["etag"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
async def test_of_changes_made_at_once_to_the_same_one_is_written(admin: Planner, house: House, kind: Kind):
    path, mine, theirs = await kind(admin, house)
    opened = await admin.made(path, mine)
    for etag, statuses in ((opened["etag"], [200, 409, 409, 409]), (None, [200, 200, 200, 200])):
        # The second round is the control: without an etag each overwrites the one before.
        answers = await asyncio.gather(
            *(admin.send("PUT", f"{path}/{opened['id']}", theirs | {"etag": etag}) for _ in range(4))
        )
        assert sorted(answer.status_code for answer in answers) == statuses


async def test_an_etag_stands_for_what_people_set_and_for_nothing_else(admin: Planner, house: House):
    movie = await admin.made("movies", a_movie())
    (listed,) = await admin.walk("movies")
    assert listed["etag"] == movie["etag"]
    await Movie.filter(id=movie["id"]).update(rating=8.5, rating_count=7)
    show = await admin.made("shows", a_show(house, movie["id"]))
    present = (await admin.send("GET", f"movies/{movie['id']}")).json()
    assert (present["rating_count"], present["shows"], present["etag"]) == (7, 1, movie["etag"])
    await admin.made("layouts", a_layout(house.screen.id))
    assert (await admin.send("GET", f"shows/{show['id']}")).json()["etag"] == show["etag"]
