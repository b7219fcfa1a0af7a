"""Theatres, screens and layouts as the house makes and changes them."""

import asyncio

import pytest

from server.core.db import rows
from server.venues.models import City, Screen, SeatLayout, Theatre
from tests.server.planning.conftest import a_layout, a_movie, a_show, a_theatre, audited, wrong_fields
from tests.server.world import House, seats_of_two_rows


async def test_a_theatre_is_made_in_a_new_city_and_gets_screens_seats_and_shows(admin, api):
    theatre = await admin.made("theatres", a_theatre())
    assert (theatre["slug"], theatre["city"], theatre["screens"]) == ("sudarshan-35mm", "hyderabad", 0)
    assert [rule["hours_before"] for rule in theatre["cancellation_policy"]] == [24, 4]
    screen = await admin.made(
        "screens", {"theatre_id": theatre["id"], "name": "Main", "formats": ["2D", "IMAX"]}
    )
    assert (screen["layout_id"], screen["capacity"]) == (None, 0)
    # Customers see no hall without seats, and the page that lists them does not stumble over it.
    assert (await api.get("/theatres/sudarshan-35mm")).json()["screens"] == []
    layout = await admin.made("layouts", a_layout(screen["id"]))
    assert (layout["version"], layout["seat_count"], layout["newest"]) == (1, 12, True)
    seen = (await api.get("/theatres/sudarshan-35mm")).json()["screens"]
    assert [(one["name"], one["capacity"]) for one in seen] == [("Main", 12)]
    again = (await admin.send("GET", f"screens/{screen['id']}")).json()
    assert (again["layout_version"], again["categories"]) == (1, {"standard": 6, "recliner": 6})
    assert [entry[0] for entry in await audited()] == ["theatre.create", "screen.create", "layout.create"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"time_zone": "Asia/Atlantis"}, "time_zone"),
        ({"time_zone": "EST5EDT"}, "time_zone"),
        ({"currency": "XXY"}, "currency"),
        ({"new_city": {"name": "X", "country": "ZZ"}}, "new_city.country"),
        ({"new_city": {"name": "హైదరాబాద్", "country": "IN"}}, "new_city.name"),
        ({"new_city": None, "city": "atlantis"}, "city"),
        ({"city": "hyderabad"}, "body"),
        ({"latitude": 91}, "latitude"),
        ({"fee_per_ticket": -1}, "fee_per_ticket"),
        ({"tax_rate": 10_001}, "tax_rate"),
        ({"rounding_unit": 0}, "rounding_unit"),
        ({"cancellation_policy": [{"hours_before": 1, "refund_percent": 101}]},
         "cancellation_policy.0.refund_percent"),
        ({"cancellation_policy": [{"hours_before": 1, "refund_percent": 80},
                                  {"hours_before": 5, "refund_percent": 50}]}, "cancellation_policy"),
        ({"cancellation_policy": [{"hours_before": 1, "refund_percent": 80},
                                  {"hours_before": 1, "refund_percent": 80}]}, "cancellation_policy"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_said_beside_its_field(admin, wrong, field):
    answer = await admin.send("POST", "theatres", a_theatre(**wrong))
    assert field in [name for name, _ in wrong_fields(answer)]
    assert (await Theatre.all().count(), await City.all().count(), await audited()) == (0, 0, [])


async def test_a_city_is_new_once(admin):
    await admin.made("theatres", a_theatre())
    refused = await admin.send("POST", "theatres", a_theatre(name="Another"))
    assert wrong_fields(refused) == [("new_city.name", "taken")]
    await admin.made("theatres", a_theatre(name="Another", new_city=None, city="hyderabad"))
    assert await City.all().count() == 1


async def test_zone_and_currency_stay_once_there_are_shows(admin, house):
    path = f"theatres/{house.theatre.id}"
    wanted = a_theatre(new_city=None, city=house.city.slug)
    moved = {**wanted, "time_zone": "Asia/Dubai", "currency": "AED"}
    assert (await admin.send("PUT", path, moved)).json()["currency"] == "AED"
    assert (await admin.send("PUT", path, wanted)).status_code == 200
    await house.show()
    refused = await admin.send("PUT", path, moved)
    assert wrong_fields(refused) == [("time_zone", "still_used"), ("currency", "still_used")]
    assert (await admin.send("PUT", path, {**wanted, "fee_per_ticket": 0})).json()["fee_per_ticket"] == 0
    assert (await audited())[-1][3]["fee_per_ticket"] == 0


async def test_managers_change_their_own_theatre_and_no_other(manager, house):
    other = await House.build()
    wanted = a_theatre(new_city=None, city=house.city.slug, name="Renamed")
    assert (await manager.send("PUT", f"theatres/{house.theatre.id}", wanted)).json()["name"] == "Renamed"
    assert [one["id"] for one in await manager.walk("theatres")] == [house.theatre.id]
    assert [one["id"] for one in await manager.walk("screens")] == [house.screen.id]
    assert [one["id"] for one in await manager.walk("layouts")] == [house.layout.id]
    screen = {"theatre_id": other.theatre.id, "name": "Theirs", "formats": ["2D"]}
    for method, path, body in (
        ("GET", f"theatres/{other.theatre.id}", None),
        ("PUT", f"theatres/{other.theatre.id}", wanted),
        ("POST", "theatres", a_theatre()),
        ("DELETE", f"theatres/{house.theatre.id}", None),
        ("GET", f"screens/{other.screen.id}", None),
        ("POST", "screens", screen),
        ("PUT", f"screens/{other.screen.id}", screen),
        ("DELETE", f"screens/{other.screen.id}", None),
        ("GET", f"layouts/{other.layout.id}", None),
        ("POST", "layouts", a_layout(other.screen.id)),
        ("DELETE", f"layouts/{other.layout.id}", None),
    ):
        answer = await manager.send(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), (method, path)
    assert [entry[0] for entry in await audited()] == ["theatre.change"]


async def test_a_theatre_goes_once_nothing_rests_on_it(admin):
    theatre = await admin.made("theatres", a_theatre())
    screen = await admin.made("screens", {"theatre_id": theatre["id"], "name": "One", "formats": ["2D"]})
    refused = await admin.send("DELETE", f"theatres/{theatre['id']}")
    assert (refused.json()["code"], refused.json()["used_by"]["screens"]) == ("still_used", 1)
    await admin.made("layouts", a_layout(screen["id"]))
    assert (await admin.send("DELETE", f"screens/{screen['id']}")).status_code == 204
    assert (await admin.send("DELETE", f"theatres/{theatre['id']}")).status_code == 204
    assert (await Theatre.all().count(), await Screen.all().count(), await SeatLayout.all().count()) == (
        0, 0, 0,
    )  # fmt: skip


async def test_a_screen_that_had_a_show_stays_and_so_does_its_layout(admin, house):
    await house.show()
    for path in (f"screens/{house.screen.id}", f"layouts/{house.layout.id}"):
        refused = await admin.send("DELETE", path)
        assert (refused.status_code, refused.json()["used_by"]) == (409, {"shows": 1})


async def test_a_screens_name_is_its_own_in_its_theatre(admin, house):
    wanted = {"theatre_id": house.theatre.id, "name": "Screen 2", "formats": ["2D"]}
    answers = await asyncio.gather(*(admin.send("POST", "screens", wanted) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    refused = await admin.send("PUT", f"screens/{house.screen.id}", wanted)
    assert wrong_fields(refused) == [("name", "taken")]
    nowhere = await admin.send("POST", "screens", {**wanted, "theatre_id": 2147483647})
    assert wrong_fields(nowhere) == [("theatre_id", "unknown")]


async def test_a_format_stays_while_shows_to_come_are_in_it_and_a_screen_in_its_theatre(admin, house):
    other = await House.build()
    await house.show()
    wanted = {"theatre_id": other.theatre.id, "name": "Screen 1", "formats": ["3D"]}
    refused = await admin.send("PUT", f"screens/{house.screen.id}", wanted)
    assert wrong_fields(refused) == [("theatre_id", "fixed"), ("formats", "still_used")]
    wanted = {"theatre_id": house.theatre.id, "name": "Screen 1", "formats": ["3D", "2D"]}
    assert (await admin.send("PUT", f"screens/{house.screen.id}", wanted)).json()["formats"] == ["3D", "2D"]


async def test_versions_count_up_however_many_are_added_at_once(admin, house):
    answers = await asyncio.gather(
        *(admin.send("POST", "layouts", a_layout(house.screen.id)) for _ in range(5))
    )
    assert sorted(answer.json()["version"] for answer in answers) == [2, 3, 4, 5, 6]
    assert [one["newest"] for one in await admin.walk(f"layouts?screen_id={house.screen.id}")] == [
        True, False, False, False, False, False,
    ]  # fmt: skip


async def test_planned_shows_keep_their_layout_and_new_ones_take_the_newest(admin, house):
    film = await admin.made("movies", a_movie())
    planned = await admin.made("shows", a_show(house, film["id"]))
    newer = await admin.made("layouts", a_layout(house.screen.id, seats=seats_of_two_rows()[:4]))
    assert (await admin.send("GET", f"shows/{planned['id']}")).json()["layout"]["id"] == house.layout.id
    next_day = await admin.made("shows", a_show(house, film["id"], hours=72, prices={"standard": 20000}))
    assert next_day["layout"] == {"id": newer["id"], "version": 2}
    assert (next_day["capacity"], planned["capacity"]) == (4, 12)


@pytest.mark.parametrize(
    ("seat", "changes", "wrong", "said"),
    [
        (1, {"label": "A1"}, ("seats.1.label", "duplicate"), "two seats are called A1"),
        (1, {"label": "A7", "number": 1}, ("seats.1.number", "duplicate"),
         "seats A1 and A7 are both number 1 of row A"),
        (1, {"label": "B9"}, ("seats.1.label", "label_disagrees"),
         "seat B9 is number 2 of row A: call it A2"),
        (1, {"x": 1.2}, ("seats.1.x", "overlap"), "seats A1 and A2 overlap"),
        (6, {"y": 0.2}, ("seats.6.x", "overlap"), "seats A1 and B1 overlap"),
        (0, {"row": "Z"}, ("seats.0.row", "unknown_row"),
         "seat A1 is in row Z, which is not among the rows"),
        (0, {"x": 99.0}, ("seats.0.x", "outside_hall"), "seat A1 is outside of the hall"),
        (0, {"y": 99.0}, ("seats.0.y", "outside_hall"), "seat A1 is outside of the hall"),
        (0, {"w": 0.1}, ("seats.0.w", "too_narrow"), "seat A1 is narrower than half a seat"),
        (0, {"zone": "\u202e"}, ("seats.0.zone", "control_characters"),
         "There is a character in it that cannot be seen: write it anew"),
        (2, {"category": "couple"}, ("seats.2.category", "no_partner"),
         "couple seat A3 has no partner beside it"),
        (2, {"category": "companion"}, ("seats.2.category", "no_wheelchair"),
         "companion's seat A3 has no wheelchair place of its own beside it"),
        (5, {"y": 1.9}, ("seats.5.y", "astray"), "seat A6 is far from the other seats of row A"),
    ],
)  # fmt: skip
async def test_a_seat_that_contradicts_is_named_at_its_field(admin, house, seat, changes, wrong, said):
    seats = seats_of_two_rows()
    seats[seat] = {**seats[seat], **changes}
    answer = await admin.send("POST", "layouts", a_layout(house.screen.id, seats=seats))
    assert wrong in wrong_fields(answer)
    assert said in [error["message"] for error in answer.json()["errors"]]
    assert len(await rows("SELECT 1 FROM seat_layouts")) == 1


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"screen": {"x": 3.0, "width": 6.0}}, ("screen.width", "outside_hall")),
        ({"rows": [{"label": row, "y": 0.0} for row in "ABB"]}, ("rows.2.label", "duplicate")),
        ({"rows": [{"label": row, "y": 0.0} for row in "ABC"]}, ("rows.2", "empty_row")),
        ({"rows": [{"label": "A", "y": 0.0}, {"label": "", "y": 1.0}]},
         ("rows.1.label", "string_pattern_mismatch")),
        ({"rows": [{"label": "A", "y": 0.0}, {"label": "B", "y": 9.0}]}, ("rows.1.y", "row_elsewhere")),
        ({"seats": [{**seat, "category": "companion"} for seat in seats_of_two_rows()]},
         ("seats", "companions_only")),
    ],
)  # fmt: skip
async def test_a_hall_that_contradicts_itself_is_refused(admin, house, changes, wrong):
    answer = await admin.send("POST", "layouts", a_layout(house.screen.id, **changes))
    assert wrong in wrong_fields(answer)


async def test_everything_that_is_wrong_is_said_at_once_and_sofas_and_pairs_are_right(admin, house):
    seats = seats_of_two_rows()
    seats[0], seats[7] = {**seats[0], "label": "A9"}, {**seats[7], "x": 99.0}
    refused = await admin.send("POST", "layouts", a_layout(house.screen.id, seats=seats))
    assert wrong_fields(refused) == [("seats.0.label", "label_disagrees"), ("seats.7.x", "outside_hall")]
    pairs = [{**seat, "category": "couple"} for seat in seats_of_two_rows()[:4]]
    sofa = {**pairs[0], "label": "B-01", "row": "B", "y": 1.0, "w": 2.0}
    await admin.made("layouts", a_layout(house.screen.id, seats=[*pairs, sofa]))


async def test_a_layout_from_before_the_rules_stays_readable_and_sold(admin, house, api):
    """The house of the tests is one: its screen and last seats reach beyond its walls."""
    shown = await admin.send("GET", f"layouts/{house.layout.id}")
    assert shown.status_code == 200
    again = {name: shown.json()[name] for name in ("width", "height", "screen", "rows", "seats", "screen_id")}
    refused = await admin.send("POST", "layouts", again)
    assert ("screen.width", "outside_hall") in wrong_fields(refused)
    assert (await api.get(f"/shows/{(await house.show()).id}/seats")).json()["states"] == "0" * 12


async def test_no_seats_an_unknown_kind_and_an_unknown_screen_are_refused(admin, house):
    seats = seats_of_two_rows()
    seats[3] = {**seats[3], "category": "throne"}
    for wanted, field in (
        (a_layout(house.screen.id, seats=[]), "seats"),
        (a_layout(house.screen.id, seats=seats), "seats.3.category"),
        (a_layout(2147483647), "screen_id"),
    ):
        assert field in [name for name, _ in wrong_fields(await admin.send("POST", "layouts", wanted))]
    assert len(await rows("SELECT 1 FROM seat_layouts")) == 1
