"""Searching films and reading the pages of what is on."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest

from server.accounts.models import Role
from server.forecasting.models import ShowForecast
from tests.server.world import Customer, House


async def titles(api, query: str) -> list[str]:
    answer = await api.get(f"/movies?{query}")
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]]


@pytest.fixture
async def films(house):
    await house.movie("Amélie", genres=["Romance", "Comedy"], languages=["French"],
                      director="Jean-Pierre Jeunet",
                      synopsis="A shy waitress decides to mend other people's lives.", popularity=5,
                      released_on=date(2001, 4, 25), rating=8.3)  # fmt: skip
    await house.movie("Mayabazar", original_title="మాయాబజార్", popularity=9, rating=9.1)
    await house.movie("Metropolis", genres=["Science fiction"], languages=["German"], director="Fritz Lang",
                      synopsis="A city of towers above and of workers below.", popularity=7,
                      released_on=date(1927, 1, 10))  # fmt: skip
    return house


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=amelie", ["Amélie"]),
        ("q=AMÉLIE", ["Amélie"]),
        ("q=met", ["Metropolis"]),
        ("q=fritz+lang", ["Metropolis"]),
        ("q=మాయాబజార్", ["Mayabazar"]),
        ("q=waitress+mend", ["Amélie"]),
        ("q=waitress+towers", []),
        ("q=%27)%20%7C%20!x%3A*", []),
        ("q=%26%7C", ["Mayabazar", "Metropolis", "Amélie"]),
        ("genre=comedy", ["Amélie"]),
        ("language=german", ["Metropolis"]),
        ("rating_min=9", ["Mayabazar"]),
        ("sort=title", ["Amélie", "Mayabazar", "Metropolis"]),
        ("sort=newest", ["Amélie", "Mayabazar", "Metropolis"]),
        ("sort=rating", ["Mayabazar", "Amélie", "Metropolis"]),
        ("", ["Mayabazar", "Metropolis", "Amélie"]),
    ],
)
async def test_films_are_found_by_what_somebody_would_type(api, films, query, found):
    assert await titles(api, query) == found


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("Łódź Stories", "lodz"), ("Søren", "soren"), ("Die Straße", "strasse"), ("Die STRASSE", "straße"),
        ("Þór", "thor"), ("Don’t Look Up", "dont"), ("Don't Look Up", "don’t"),
        ("Dont Look Up", "don't look"),
        ("Spider-Man", "spiderman"), ("Spider-Man", "spider man"), ("Spider Man", "spider-man"),
        ("L’Étranger", "etranger"), ("L'Étranger", "letranger"), ("The Legend of O'Brien", "brien"),
        ("WALL·E", "walle"), ("M*A*S*H", "mash"), ("AC/DC", "acdc"), ("S.H.I.E.L.D.", "shield"),
        ("8½", "8½"), ("8½", "8 1/2"), ("8 1/2", "8½"),
        ("Wait… What", "wait what"), ("मायाबाज़ार", "मायाबाजार"), ("రాముడు", "రాము"),
    ],
)  # fmt: skip
async def test_a_film_is_found_however_its_title_is_typed(api, house, title, typed):
    await house.movie(title)
    await house.movie("Something Else", director="Nobody")
    found = (await api.get("/movies", params={"q": typed})).json()["items"]
    assert [film["title"] for film in found] == [title]
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    found = (await admin.get(f"/admin/movies?q={quote(typed)}")).json()["items"]
    assert [film["title"] for film in found] == [title]


async def test_a_film_is_found_by_people_whose_names_have_an_apostrophe(api, house):
    await house.movie("The Musketeers", director="Charles D’Artagnan")
    await house.movie("Something Else", director="Nobody")
    assert await titles(api, "q=artagnan") == await titles(api, "q=d%27artagnan") == ["The Musketeers"]


async def test_a_word_in_the_title_weighs_more_than_one_in_the_synopsis(api, house):
    await house.movie("The City", synopsis="A tale.")
    await house.movie("Another Tale", synopsis="It plays in a city.")
    assert (await titles(api, "q=city"))[0] == "The City"


@pytest.mark.parametrize("sort", ["popular", "title", "newest", "rating"])
async def test_pages_cover_every_film_once_in_every_order(api, house, sort):
    for number in range(7):
        await house.movie(f"Film {number}", popularity=number % 3, rating=5 + number % 2)
    whole = await titles(api, f"sort={sort}&limit=100")
    cursor, paged = "", []
    while cursor is not None:
        page = (await api.get(f"/movies?sort={sort}&limit=2{cursor and '&cursor='}{cursor}")).json()
        paged += [item["title"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert paged == whole
    assert len(whole) == 7


async def test_films_narrow_by_city_date_and_format_of_their_shows(api, films):
    elsewhere = await House.build(zone="Europe/London", currency="GBP")
    elsewhere.movies = films.movies
    await films.show(title="Mayabazar", starts_in=timedelta(days=2))
    await elsewhere.show(title="Metropolis", starts_in=timedelta(days=3))
    assert await titles(api, f"city={films.city.slug}") == ["Mayabazar"]
    assert await titles(api, f"city={elsewhere.city.slug}") == ["Metropolis"]
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    assert await titles(api, f"date={day}") == []
    assert await titles(api, "format=2d") == ["Mayabazar", "Metropolis"]


async def test_a_film_whose_first_show_is_over_a_week_away_is_coming(api, films):
    await films.show(title="Mayabazar", starts_in=timedelta(days=1))
    await films.show(title="Metropolis", starts_in=timedelta(days=9))
    assert await titles(api, "upcoming=true") == ["Metropolis"]
    home = (await api.get("/home")).json()
    assert [film["title"] for film in home["now_showing"]] == ["Mayabazar"]
    assert [film["title"] for film in home["upcoming"]] == ["Metropolis"]


async def test_a_films_page_groups_its_shows_by_the_theatres_own_date(api, films):
    late = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=2)
    show = await films.show(title="Mayabazar", starts_at=late)  # 01:30 of the next day in Kolkata
    page = (await api.get(f"/movies/{films.movies['Mayabazar'].slug}")).json()
    (day,) = page["showtimes"]
    assert day["date"] == str(late.date() + timedelta(days=1))
    assert day["theatres"][0]["shows"][0]["id"] == show.id
    assert day["theatres"][0]["shows"][0]["starts_at"].endswith("01:30:00+05:30")
    assert page["directors"] == ["K. V. Reddy"]
    by_id = await api.get(f"/movies/{page['id']}")
    assert by_id.json()["slug"] == page["slug"]
    assert (await api.get("/movies/no-such-film")).status_code == 404


async def test_an_unchanged_page_is_not_sent_again(api, films):
    first = await api.get("/movies")
    again = await api.get("/movies", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await films.movie("One more")
    changed = await api.get("/movies", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


async def test_seats_left_counts_sales_and_holds_at_once(api, house, customer):
    show = await house.show(starts_in=timedelta(hours=5))
    booking = await customer.book(show, "A1", "A2")
    await customer.pay(booking)
    await customer.hold(show, "B1")
    (listed,) = (await api.get(f"/shows?movie_id={show.movie_id}")).json()["items"]
    assert (listed["capacity"], listed["seats_left"]) == (12, 9)
    assert (await api.get(f"/shows/{show.id}")).json()["seats_left"] == 9


async def test_past_and_cancelled_shows_are_not_listed(api, house):
    await house.show(starts_in=timedelta(hours=-5))
    later = await house.show(starts_in=timedelta(hours=5))
    items = (await api.get("/shows")).json()["items"]
    assert [item["id"] for item in items] == [later.id]


async def test_shows_narrow_by_category_theatre_date_and_film(api, house):
    plain = await house.show(starts_in=timedelta(hours=5), prices={"standard": 100})
    rich = await house.show(starts_in=timedelta(hours=9))
    found = (await api.get("/shows?seat_category=recliner")).json()["items"]
    assert [item["id"] for item in found] == [rich.id]
    found = (await api.get(f"/shows?theatre_id={house.theatre.id}&date={plain.local_date}")).json()["items"]
    assert plain.id in [item["id"] for item in found]
    assert (await api.get("/shows?movie_id=999999")).json()["items"] == []


async def test_shows_page_by_time(api, house):
    made = [await house.show(starts_in=timedelta(hours=3 * number)) for number in range(1, 6)]
    first = (await api.get("/shows?limit=2")).json()
    second = (await api.get(f"/shows?limit=10&cursor={first['next_cursor']}")).json()
    assert [item["id"] for item in [*first["items"], *second["items"]]] == [show.id for show in made]


async def test_filling_fast_lists_shows_with_many_seats_gone(api, house, customer):
    show = await house.show(starts_in=timedelta(hours=5))
    fuller_later = await house.show(starts_in=timedelta(hours=9))
    await customer.book(fuller_later, "A1", "A2", "A3")
    await customer.book(show, "A1", "A2", "A3", "A4")
    (filling,) = (await api.get(f"/home?city={house.city.slug}")).json()["filling_fast"]
    assert filling["show"]["id"] == show.id
    assert filling["sold_share"] == pytest.approx(4 / 12)
    assert filling["movie"]["price_from"] == {"amount": 22000, "currency": "INR"}


async def forecast(show, *, tickets: float, age: timedelta = timedelta(0)) -> None:
    await ShowForecast.create(
        show_id=show.id, version="v", at=datetime.now(UTC) - age, tickets=tickets, low=0, high=12, level=0.9,
        sold=0, seats=12, best=10_000, next=10_000, gain=0, revenue=0,
    )  # fmt: skip


async def test_what_is_expected_to_fill_is_filling_fast_before_its_seats_are_gone(api, house, customer):
    sold, expected = await house.show(starts_in=timedelta(hours=5)), await house.show()
    await customer.book(sold, "A1", "A2", "A3", "A4")
    home = f"/home?city={house.city.slug}"
    await forecast(expected, tickets=10)
    (filling,) = (await api.get(home)).json()["filling_fast"]
    assert (filling["show"]["id"], filling["sold_share"], filling["expected_percent"]) == (expected.id, 0, 83)

    # Neither a forecast of yesterday nor one of half-empty seats makes a show fill fast.
    await ShowForecast.filter(show_id=expected.id).update(at=datetime.now(UTC) - timedelta(days=2))
    await forecast(sold, tickets=3)
    (filling,) = (await api.get(home)).json()["filling_fast"]
    assert (filling["show"]["id"], filling["expected_percent"]) == (sold.id, None)  # more is gone already


async def test_theatres_come_nearest_first(api, house):
    far = await House.build()
    far.theatre.latitude += 1
    await far.theatre.save()
    items = (await api.get("/theatres?near=17.4,78.5")).json()["items"]
    assert [item["id"] for item in items] == [house.theatre.id, far.theatre.id]
    assert items[1]["distance_km"] == pytest.approx(111.2, abs=0.5)
    assert items[0]["screens"][0]["capacity"] == 12
    assert (await api.get("/theatres?near=somewhere")).status_code == 422


async def test_an_unknown_city_is_said(api, house):
    answer = await api.get("/home?city=atlantis")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    cities = (await api.get("/cities")).json()["items"]
    assert [city["slug"] for city in cities] == [house.city.slug]


async def test_a_film_has_a_poster_and_a_backdrop(api, films):
    film = (await api.get(f"/movies/{films.movies['Mayabazar'].slug}")).json()
    for address in (film["poster_url"], film["backdrop_url"]):
        drawing = await api.get(address)
        assert drawing.status_code == 200
        assert drawing.headers["content-type"].startswith("image/svg+xml")
        assert drawing.text.startswith("<svg")
    assert (await api.get("/posters/no-such-film.svg")).status_code == 404


async def test_a_theatre_is_found_by_id_and_by_slug(api, house):
    by_id = (await api.get(f"/theatres/{house.theatre.id}")).json()
    assert by_id == (await api.get(f"/theatres/{house.theatre.slug}")).json()
    assert by_id["cancellation_policy"][0] == {"hours_before": 24, "refund_percent": 100}
    assert (await api.get("/theatres/no-such-theatre")).status_code == 404
