"""Films as the house makes, changes and deletes them."""

import asyncio

import pytest

from server.catalogue.models import Credit, Movie
from tests.server.planning.conftest import a_movie, a_show, audited, wrong_fields


async def test_a_film_is_made_and_customers_find_it_by_its_people(admin, api):
    made = await admin.made("movies", a_movie())
    assert (made["slug"], made["directors"], made["shows"]) == ("mayabazar", ["K. V. Reddy"], 0)
    assert made["cast"][1] == {"name": "Savitri", "role": "Sasirekha"}
    found = (await api.get("/movies", params={"q": "savitri"})).json()["items"]
    assert [film["id"] for film in found] == [made["id"]]
    assert (await api.get(made["poster_url"])).headers["content-type"].startswith("image/svg")
    ((action, subject, before, after),) = await audited()
    assert (action, subject, before, after["title"]) == (
        "movie.create", f"movie:{made['id']}", None, "Mayabazar",
    )  # fmt: skip


async def test_a_film_whose_title_is_a_number_has_an_address_of_its_own(admin, api):
    numbered = await admin.made("movies", a_movie(title="1917"))
    again = await admin.made("movies", a_movie(title=str(numbered["id"])))
    assert (numbered["slug"], again["slug"]) == ("film-1917", f"film-{numbered['id']}")
    for film in (numbered, again):
        for key in (film["id"], film["slug"]):
            assert (await api.get(f"/movies/{key}")).json()["id"] == film["id"]


async def test_a_request_that_comes_five_times_makes_one_film(admin):
    answers = await asyncio.gather(*(admin.send("POST", "movies", a_movie()) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"name_taken"}
    assert wrong_fields(next(a for a in answers if a.status_code == 409)) == [("slug", "taken")]
    assert (await Movie.all().count(), len(await audited())) == (1, 1)
    remake = await admin.made("movies", a_movie(slug="mayabazar-2026"))
    assert remake["slug"] == "mayabazar-2026"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"synopsis": "a\x07"}, "synopsis"),
        ({"languages": []}, "languages"),
        ({"languages": ["Telugu", "Telugu"]}, "languages"),
        ({"duration_minutes": 0}, "duration_minutes"),
        ({"duration_minutes": 10_000}, "duration_minutes"),
        ({"released_on": "1957-02-30"}, "released_on"),
        ({"motif": "unicorn"}, "motif"),
        ({"palette": {"ground": "#101010", "light": "#202020"}}, "palette"),
        ({"palette": {"ground": "red"}}, "palette.ground"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"slug": "a/../b"}, "slug"),
        ({"slug": "43"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"title": "మాయాబజార్"}, "slug"),
        ({"directors": ["A", "A"]}, "directors"),
        ({"cast": [{"name": ""}]}, "cast.0.name"),
    ],
)
async def test_what_makes_no_sense_is_said_beside_its_field(admin, wrong, field):
    answer = await admin.send("POST", "movies", a_movie(**wrong))
    assert field in [name for name, _ in wrong_fields(answer)]
    assert await audited() == []


async def test_a_film_is_replaced_and_keeps_its_slug_and_ratings(admin):
    made = await admin.made("movies", a_movie())
    await Movie.filter(id=made["id"]).update(rating=8.5, rating_count=7)
    wanted = a_movie(title="Mayabazar (restored)", cast=[], directors=["K. V. Reddy", "Savitri"])
    changed = (await admin.send("PUT", f"movies/{made['id']}", wanted)).json()
    assert (changed["slug"], changed["rating"], changed["rating_count"]) == ("mayabazar", 8.5, 7)
    assert (changed["cast"], changed["directors"]) == ([], ["K. V. Reddy", "Savitri"])
    assert await Credit.filter(movie_id=made["id"]).count() == 2
    (_, (action, _, before, after)) = await audited()
    assert (action, before["title"], after["title"]) == ("movie.change", "Mayabazar", "Mayabazar (restored)")


async def test_a_language_stays_while_shows_to_come_are_in_it(admin, house):
    made = await admin.made("movies", a_movie())
    await admin.made("shows", a_show(house, made["id"], language="Tamil"))
    refused = await admin.send("PUT", f"movies/{made['id']}", a_movie(languages=["Telugu"]))
    assert wrong_fields(refused) == [("languages", "still_used")]
    allowed = await admin.send("PUT", f"movies/{made['id']}", a_movie(languages=["Tamil"]))
    assert allowed.status_code == 200


async def test_a_film_that_was_shown_stays(admin, house):
    made, other = await admin.made("movies", a_movie()), await admin.made("movies", a_movie(slug="other"))
    await admin.made("shows", a_show(house, made["id"]))
    refused = await admin.send("DELETE", f"movies/{made['id']}")
    assert (refused.status_code, refused.json()["code"], refused.json()["used_by"]["shows"]) == (
        409, "still_used", 1,
    )  # fmt: skip
    assert (await admin.send("DELETE", f"movies/{other['id']}")).status_code == 204
    assert (await admin.send("DELETE", f"movies/{other['id']}")).status_code == 404
    assert (await audited())[-1][:2] == ("movie.delete", f"movie:{other['id']}")


async def test_films_are_listed_newest_first_and_found_without_their_accents(admin):
    titles = ["Amélie", "Devdas", "100% Love", "Pather Panchali", "Sholay"]
    for title in titles:
        await admin.made("movies", a_movie(title=title, original_title=None))
    assert [film["title"] for film in await admin.walk("movies")] == titles[::-1]
    assert [film["title"] for film in await admin.walk("movies?q=amelie")] == ["Amélie"]
    assert [film["title"] for film in await admin.walk("movies?q=0%25")] == ["100% Love"]
    assert await admin.walk("movies?language=French") == []
    assert (await admin.send("GET", "movies?cursor=bm8")).json()["code"] == "bad_cursor"


async def test_managers_see_films_and_make_none(manager):
    assert (await manager.send("GET", "movies")).status_code == 200
    assert (await manager.send("POST", "movies", a_movie())).status_code == 403
