"""POST /shows/{id}/holds with `best`: seats chosen and held in one step."""

import asyncio
from collections import Counter
from uuid import uuid4

import pytest

from server.venues.models import SeatLayout


async def ask(api, show, wanted, **headers):
    return await api.post(f"/shows/{show.id}/holds", json={"best": wanted}, headers=headers)


async def hall(house, rows: str, per_row: int, **categories: str):
    """Give the house another hall: rows of so many seats, standard unless told by label."""
    seats = [
        {
            "label": f"{row}{number}", "row": row, "number": number, "x": float(number), "y": float(depth),
            "w": 1.0, "category": categories.get(f"{row}{number}", "standard"), "zone": "stalls",
        }
        for depth, row in enumerate(rows) for number in range(1, per_row + 1)
    ]  # fmt: skip
    house.layout = await SeatLayout.create(
        auditorium=house.screen, version=2, seat_count=len(seats),
        width=float(per_row), height=float(len(rows)),
        screen={"x": per_row / 2, "width": float(per_row)},
        rows=[{"label": row, "y": float(depth)} for depth, row in enumerate(rows)], seats=seats,
    )  # fmt: skip
    return seats


async def test_the_best_seats_are_together_and_carry_a_quote(house, api):
    show = await house.show()
    answer = await ask(api, show, {"count": 2})
    hold = answer.json()
    assert answer.status_code == 201
    assert hold["seats"] == ["B3", "B4"]
    assert sum(line["amount"] for line in hold["quote"]["lines"]) == hold["quote"]["total"]["amount"]
    assert hold["quote"]["lines"][0]["category"] == "recliner"
    same = await api.get(f"/holds/{hold['hold_id']}", headers={"X-Hold-Token": hold["hold_token"]})
    assert same.json()["quote"] == hold["quote"]


async def test_a_category_is_kept_to(house, api):
    hold = (await ask(api, await house.show(), {"count": 3, "category": "standard"})).json()
    assert {seat[0] for seat in hold["seats"]} == {"A"}
    assert len(hold["seats"]) == 3


async def test_the_same_key_gets_the_same_seats(house, api):
    show = await house.show()
    headers = {"X-Hold-Token": "chosen-by-the-browser", "Idempotency-Key": "k1"}
    first, second = [(await ask(api, show, {"count": 2}, **headers)).json() for _ in range(2)]
    assert (first["hold_id"], first["seats"], first["quote"]) == (
        second["hold_id"], second["seats"], second["quote"],
    )  # fmt: skip
    other = await ask(api, show, {"count": 3}, **headers)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_mismatch")


async def test_where_there_are_not_enough_together_it_says_how_many_are(house, api):
    show = await house.show()
    assert (await api.post(f"/shows/{show.id}/holds", json={"seats": ["A3", "B2"]})).status_code == 201
    answer = await ask(api, show, {"count": 5})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_enough_together")
    assert answer.json()["remaining"] == 4


async def test_seats_that_have_no_price_are_never_chosen(house, api):
    show = await house.show(prices={"standard": 22000})
    assert {seat[0] for seat in (await ask(api, show, {"count": 2})).json()["seats"]} == {"A"}
    none = await ask(api, show, {"count": 2, "category": "recliner"})
    assert (none.status_code, none.json()["remaining"]) == (409, 0)


async def test_a_wheelchair_place_is_for_whoever_asks(house, api):
    await hall(house, "AB", 6, B3="wheelchair", B4="companion")
    show = await house.show(prices={"standard": 22000, "wheelchair": 22000, "companion": 0})
    ordinary = [(await ask(api, show, {"count": 2})).json()["seats"] for _ in range(2)]
    assert not {"B3", "B4"} & {seat for seats in ordinary for seat in seats}
    assert (await ask(api, show, {"count": 2, "accessible": True})).json()["seats"] == ["B3", "B4"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"seats": ["A1"], "best": {"count": 1}}, 422),
        ({"best": {}}, 422),
        ({"best": {"count": 0}}, 422),
        ({"best": {"count": 11}}, 422),
        ({"best": {"count": 2, "category": "throne"}}, 422),
        ({"best": {"count": "two"}}, 422),
        ({"best": {"count": 2, "accessible": "perhaps"}}, 422),
        ({"best": 2}, 422),
    ],
)
async def test_a_wish_that_makes_no_sense_is_invalid(house, api, body, status):
    show = await house.show()
    answer = await api.post(f"/shows/{show.id}/holds", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, "invalid")
    assert answer.json()["errors"]
    assert (await api.get(f"/shows/{show.id}/seats")).json()["states"] == "0" * 12


SHOPPERS = 200
PAIRS = 60
PER_ROW = 20


async def last_pairs(house):
    """A hall with room for sixty pairs."""
    await hall(house, "ABCDEF", PER_ROW)
    return await house.show(prices={"standard": 22000})


def from_all_over(number: int) -> dict[str, str]:
    return {"X-Hold-Token": uuid4().hex, "X-Forwarded-For": f"198.51.{number // 200}.{number % 200}"}


async def test_nobody_is_refused_while_two_seats_are_together(house, api):
    show = await last_pairs(house)
    answers = await asyncio.gather(
        *(ask(api, show, {"count": 2}, **from_all_over(number)) for number in range(SHOPPERS))
    )
    held = [seat for answer in answers if answer.status_code == 201 for seat in answer.json()["seats"]]
    refused = [answer.json() for answer in answers if answer.status_code != 201]
    assert len(set(held)) == len(held) > PAIRS
    assert {(no["status"], no["code"], no["remaining"]) for no in refused} == {
        (409, "not_enough_together", 1)
    }
    states = (await api.get(f"/shows/{show.id}/seats")).json()["states"]
    assert Counter(states)["1"] == len(held)
    assert all("00" not in states[row : row + PER_ROW] for row in range(0, len(states), PER_ROW))


async def test_control_choosing_from_a_picture_and_then_holding_refuses_many(house, api):
    show = await last_pairs(house)
    everybody_looked = asyncio.Barrier(PAIRS)

    async def choose_then_hold(number: int) -> int:
        page = (await api.get(f"/shows/{show.id}/seats")).json()
        free = page["states"].index("00")
        await everybody_looked.wait()
        labels = [page["layout"]["seats"][index]["label"] for index in (free, free + 1)]
        headers = from_all_over(number)
        return (
            await api.post(f"/shows/{show.id}/holds", json={"seats": labels}, headers=headers)
        ).status_code

    answers = Counter(await asyncio.gather(*(choose_then_hold(number) for number in range(PAIRS))))
    assert answers == {201: 1, 409: PAIRS - 1}, "room for all of them, and all but one were refused"


async def test_a_rule_of_ours_is_said_in_our_words_alone(house, api):
    show = await house.show()
    answer = await api.post(f"/shows/{show.id}/holds", json={"seats": ["A1"], "best": {"count": 1}})
    (fault,) = answer.json()["errors"]
    assert fault["message"] == "name the seats, or ask for the best, and not both"
