"""Forecasts of the house's shows, through the real server with the model that ships."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import orjson
import pytest

from ml.features import features
from ml.history import History
from ml.making import LEADS
from server.accounts.models import Role
from server.core.clock import now
from server.core.db import rows
from server.core.tokens import Caller
from server.forecasting import listing, lookback, past, repricing, versions
from server.forecasting.coming import read_coming
from server.pricing import moving
from server.pricing.assignment import is_held_out
from server.venues.models import PriceRules
from tests.patience import PATIENCE
from tests.server.world import Customer, House


@pytest.fixture
async def manager(api) -> Customer:
    return await Customer.sign_up(api, role=Role.MANAGER)


async def looked_at() -> int:
    history = History(*await past.read_past())
    predictor = await versions.load(await versions.in_use() or "")
    return await repricing.look_again(history, predictor)


async def is_over(show, hours: float = 5) -> None:
    """Move a show into the past, with what it sold."""
    await rows(
        "UPDATE shows SET starts_at = now() - make_interval(secs => $2), "
        "ends_at = now() - make_interval(secs => $2 - 3600), sales_close_at = now() - interval '1 minute', "
        "local_date = (now() - make_interval(secs => $2))::date WHERE id = $1",
        [show.id, hours * 3600],
    )


async def test_who_tries_a_version_and_who_serves_it_load_it_once(api):
    version = await versions.in_use()
    assert version is not None
    assert await versions.load(version) is await versions.load(version)


async def test_a_show_that_is_described_is_forecast(api, manager):
    answer = await manager.post(
        "/ml/predict",
        base_price={"amount": 25000, "currency": "INR"}, screen_capacity=150,
        date_time="2026-12-05T19:30:00+05:30", historical_occupancy=0.6, is_weekday=False, is_holiday=False,
        location="IN", weather={"temp_max": 28, "precip_mm": 0}, promotional_flag=False,
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert 0 < said["interval"]["low"] <= said["predicted_total_tickets"] <= said["interval"]["high"] <= 150
    assert 0 <= said["confidence"] <= 1
    assert said["imputed"] == []
    assert said["recommended_price"]["currency"] == "INR"
    assert 20000 <= said["recommended_price"]["amount"] <= 31250
    assert said["expected_revenue"]["amount"] > 0
    told = said["typical_tickets"] + sum(part["contribution"] for part in said["explanation"])
    assert told == pytest.approx(said["predicted_total_tickets"], abs=0.5)
    assert said["model_version"] == await versions.in_use()


async def test_what_is_wanted_beyond_the_seats_is_taken_off_the_explanation(api, manager):
    del api
    answer = await manager.post("/ml/predict", screen_capacity=8, date_time="2026-12-05T19:30:00+05:30")
    said = answer.json()
    assert said["predicted_total_tickets"] == 8
    last = said["explanation"][-1]
    assert last["feature"] == "bounds"
    assert last["contribution"] < 0
    told = said["typical_tickets"] + sum(part["contribution"] for part in said["explanation"])
    assert told == pytest.approx(8, abs=0.1)


async def test_what_usually_sells_more_is_expected_to(api, manager):
    del api
    items = [
        {"screen_capacity": 150, "date_time": "2026-12-05T19:30:00", "historical_occupancy": share}
        for share in (0.1, 0.4, 0.9)
    ]
    said = (await manager.post("/ml/predict", items=items)).json()["items"]
    expected = [one["predicted_total_tickets"] for one in said]
    assert expected == sorted(expected)
    assert expected[2] > 2 * expected[0]
    assert "base_price" in said[0]["imputed"]
    assert said[0]["recommended_price"] is None


async def test_a_show_of_the_house_fills_in_what_is_missing(house, manager):
    show = await house.show()
    said = (await manager.post("/ml/predict", show_id=show.id)).json()
    assert said["interval"]["high"] <= 12
    assert said["recommended_price"]["currency"] == "INR"
    assert said["imputed"] == ["weather.temp_max", "weather.precip_mm"] or "is_holiday" in said["imputed"]
    unknown = await manager.post("/ml/predict", items=[{"show_id": show.id}, {"show_id": 999_999}])
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "items.1.show_id")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "either show_id or date_time"),
        ({"date_time": "2026-12-05T19:30:00", "is_weekday": True}, "is_weekday does not fit"),
        ({"date_time": "soon"}, "date_time"),
        ({"date_time": "2026-12-05T19:30:00", "screen_capacity": -3}, "screen_capacity"),
        ({"date_time": "2026-12-05T19:30:00", "historical_occupancy": 60}, "historical_occupancy"),
    ],
)
async def test_features_that_make_no_sense_are_refused_in_words(manager, body, words):
    answer = await manager.api.post("/ml/predict", json=body, headers=manager.headers)
    assert answer.status_code == 422
    assert words in answer.text


async def test_thousands_of_shows_come_in_one_answer_with_what_they_should_cost(house, manager):
    for day in range(1, 6):
        await house.show(starts_in=timedelta(days=day))
    other = await House.build()
    await other.show(starts_in=timedelta(days=1))
    listed = (await manager.get("/admin/predictions")).json()
    assert len(listed["items"]) == 6
    one = listed["items"][0]
    assert one["low"] <= one["expected_tickets"] <= one["high"] <= one["capacity"] == 12
    assert one["floor"]["amount"] <= one["recommended_price"]["amount"] <= one["ceiling"]["amount"]
    until = (datetime.now(UTC) + timedelta(hours=36)).isoformat().replace("+", "%2B")
    some = (await manager.get(f"/admin/predictions?to={until}&theatre_id={house.theatre.id}")).json()["items"]
    assert len(some) == 1
    detail = (await manager.get(f"/admin/predictions/{one['show_id']}")).json()
    assert detail["expected_tickets"] == pytest.approx(one["expected_tickets"], abs=1.5)
    assert detail["explanation"]["items"]
    assert len(detail["grid"]) == 13


async def test_sold_tickets_are_never_expected_away(house, manager, api):
    show = await house.show()
    customer = await Customer.sign_up(api)
    booking = await customer.book(show, *(f"A{n}" for n in range(1, 7)))
    await customer.pay(booking)
    one = (await manager.get(f"/admin/predictions/{show.id}")).json()
    assert (one["sold"], one["seats_left"]) == (6, 6)
    assert one["low"] >= 6


async def test_looking_at_shows_moves_prices_as_the_rules_allow(house):
    await PriceRules.create(theatre_id=house.theatre.id, automatic=True, hold_out=0, step=500)
    other = await House.build()
    moving, still = await house.show(), await other.show()
    assert await looked_at() == 2
    assert await looked_at() == 0, "what was looked at a moment ago is not looked at again"
    kept = await rows("SELECT show_id, tickets, best FROM show_forecasts ORDER BY show_id")
    assert [one["show_id"] for one in kept] == [moving.id, still.id]
    changes = await rows("SELECT show_id, multiple, source FROM price_changes")
    assert {one["show_id"] for one in changes} <= {moving.id}, "the other theatre's prices do not move"
    assert all(abs(one["multiple"] - 10_000) <= 500 for one in changes)


async def test_a_show_that_is_nearly_full_is_raised_and_one_that_is_held_out_is_not(house, api):
    await PriceRules.create(theatre_id=house.theatre.id, automatic=True, hold_out=0)
    show = await house.show()
    customer = await Customer.sign_up(api)
    for row in "AB":
        booking = await customer.book(show, *(f"{row}{n}" for n in range(1, 6)))
        await customer.pay(booking)
    await looked_at()
    (forecast,) = await rows("SELECT best, next FROM show_forecasts")
    assert forecast["best"] >= 10_000
    await PriceRules.filter(theatre_id=house.theatre.id).update(hold_out=5_000)
    held_out = [
        shown.id for shown in [await house.show(starts_in=timedelta(days=day)) for day in range(2, 12)]
        if is_held_out(shown.id, 5_000)
    ]  # fmt: skip
    await rows("UPDATE show_forecasts SET at = now() - interval '1 hour'")
    await looked_at()
    changed = {one["show_id"] for one in await rows("SELECT show_id FROM price_changes")}
    assert held_out
    assert not changed & set(held_out)


async def test_a_recommendation_is_applied_by_hand_and_says_what_it_did(house, manager):
    await PriceRules.create(theatre_id=house.theatre.id, automatic=True, hold_out=0)
    show = await house.show()
    answer = await manager.post("/admin/predictions/apply", show_ids=[show.id, 999_999])
    first, second = answer.json()["items"]
    assert (second["applied"], second["from"], second["to"], second["categories"], second["why"]) == (
        False, None, None, [], "not_on_sale",
    )  # fmt: skip
    recommended = (await manager.get(f"/admin/predictions/{show.id}")).json()["recommended_price"]["amount"]
    if first["applied"]:
        assert abs(first["to"]["amount"] - first["from"]["amount"]) <= 2200
    else:
        assert (first["why"], recommended) == ("nothing_to_change", 22000)


async def nearly_full(house, api):
    """Sell ten of a show's twelve seats, so that its goal lies above its base prices; return the show."""
    show = await house.show(starts_in=timedelta(hours=40))
    customer = await Customer.sign_up(api)
    for row in "AB":
        await customer.pay(await customer.book(show, *(f"{row}{number}" for number in range(1, 6))))
    return show


async def test_what_applying_will_set_is_what_it_sets_and_the_goal_is_told(house, manager, api):
    await PriceRules.create(
        theatre_id=house.theatre.id, automatic=True, hold_out=0, step=300, interval_minutes=45
    )
    show = await nearly_full(house, api)
    said = (await manager.get(f"/admin/predictions/{show.id}")).json()
    now_, following, goal = (
        said[name]["amount"] for name in ("current_price", "next_price", "recommended_price")
    )
    assert (now_, said["step_minutes"]) == (22000, 45)
    assert goal > following == 22660, "one step is less than what is recommended"
    assert said["may_apply"] is True
    assert said["steps_to_goal"] == -(-(goal - now_) // 660)
    left = timedelta(minutes=45 * (said["steps_to_goal"] - 1))
    assert abs(datetime.fromisoformat(said["goal_at"]) - datetime.now(UTC) - left) < timedelta(minutes=5)

    (done,) = (await manager.post("/admin/predictions/apply", show_ids=[show.id])).json()["items"]
    assert (done["applied"], done["from"]["amount"], done["to"]["amount"]) == (True, now_, following)
    assert (done["goal"]["amount"], done["steps_to_goal"]) == (goal, said["steps_to_goal"] - 1)
    foretold = {one["category"]: one for one in said["categories"]}
    assert {one["category"] for one in done["categories"]} == {"standard", "recliner"}
    for one in done["categories"]:
        before = foretold[one["category"]]
        assert (one["from"], one["to"], one["goal"]) == (before["current"], before["next"], before["goal"])
    said = (await manager.get(f"/admin/predictions/{show.id}")).json()
    assert (said["current_price"]["amount"], said["recommended_price"]["amount"]) == (following, goal)
    assert said["steps_to_goal"] == done["steps_to_goal"]
    assert (said["next_step_at"], said["goal_at"]) == (done["next_step_at"], done["goal_at"])

    # Towards the goal no sale can reach in time; and where nothing may move a price, no step is promised.
    await rows("UPDATE shows SET sales_close_at = now() + interval '10 minutes' WHERE id = $1", [show.id])
    said = (await manager.get(f"/admin/predictions/{show.id}")).json()
    assert said["steps_to_goal"] > 1
    assert said["goal_at"] is None
    await PriceRules.filter(theatre_id=house.theatre.id).update(automatic=False)
    said = (await manager.get(f"/admin/predictions/{show.id}")).json()
    assert (said["may_apply"], said["next_price"], said["steps_to_goal"], said["goal_at"]) == (
        False, said["current_price"], 0, None,
    )  # fmt: skip
    (refused,) = (await manager.post("/admin/predictions/apply", show_ids=[show.id])).json()["items"]
    assert (refused["applied"], refused["why"], refused["categories"]) == (False, "switched_off", [])


async def test_a_second_step_by_hand_waits_for_the_theatres_interval(house, manager, api):
    await PriceRules.create(
        theatre_id=house.theatre.id, automatic=True, hold_out=0, step=300, interval_minutes=45
    )
    show = await nearly_full(house, api)

    async def applied() -> dict:
        (done,) = (await manager.post("/admin/predictions/apply", show_ids=[show.id])).json()["items"]
        return done

    async def told() -> dict:
        return (await manager.get(f"/admin/predictions/{show.id}")).json()

    def minutes(moment: str) -> float:
        return (datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds() / 60

    first = await told()
    assert first["may_apply"] is True
    assert -1 < minutes(first["next_step_at"]) <= 0, "at once"
    assert (await applied())["to"]["amount"] == 22660
    second = await applied()
    assert (second["applied"], second["why"], second["categories"]) == (False, "too_soon", [])
    assert second["from"] == second["to"] == {"amount": 22660, "currency": "INR"}
    assert 44 < minutes(second["next_step_at"]) <= 45
    between = await told()
    assert (between["may_apply"], between["next_price"]) == (False, between["current_price"])
    assert {one["category"]: one["next"] for one in between["categories"]} == {
        one["category"]: one["current"] for one in between["categories"]
    }
    assert between["next_step_at"] == second["next_step_at"]
    # The goal's time counts from the last step: nothing is reached before the next one may be made.
    await rows("UPDATE show_pricing SET moved_at = moved_at - interval '15 minutes'")
    later = await told()
    steps = later["steps_to_goal"]
    assert steps == first["steps_to_goal"] - 1
    assert 29 < minutes(later["next_step_at"]) <= 30
    assert 29 < minutes(later["goal_at"]) - 45 * (steps - 1) <= 30

    # A price of one's own may be set at any time, and is not moved beneath.
    until = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    answer = await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.2, reason="a premiere", until=until
    )
    assert answer.status_code == 204, answer.text
    assert (await told())["current_price"]["amount"] == 26400
    await rows("UPDATE show_pricing SET moved_at = now() - interval '1 hour'")
    assert (await applied())["why"] == "overridden"
    (kept,) = await rows("SELECT multiple FROM show_pricing WHERE show_id = $1", [show.id])
    assert kept["multiple"] == 10_300

    # Once the interval is over, the next step is made; the sale's end is the last moment for one.
    await manager.api.delete(f"/admin/shows/{show.id}/override", headers=manager.headers)
    assert (await applied())["to"]["amount"] == 23320
    await rows("UPDATE shows SET sales_close_at = now() + interval '10 minutes' WHERE id = $1", [show.id])
    last = await told()
    assert (last["may_apply"], last["next_step_at"], last["goal_at"]) == (False, None, None)
    assert last["steps_to_goal"] > 0
    refused = await applied()
    assert (refused["why"], refused["next_step_at"]) == ("too_soon", None)


@pytest.mark.parametrize("guarded", [True, False])
async def test_those_who_apply_at_once_make_one_step(house, manager, api, monkeypatch, guarded):
    """The control, without the interval beside the row's lock, makes a step for each."""
    await PriceRules.create(theatre_id=house.theatre.id, automatic=True, hold_out=0, step=300)
    show = await nearly_full(house, api)
    caller = Caller(user_id=manager.id, session_id=uuid4(), roles=frozenset({"manager"}))
    history = History(*await past.read_past())
    predictor = await versions.load(await versions.in_use() or "")
    if not guarded:
        interval = moving._MOVE[moving._MOVE.index("AND (p.moved_at") : moving._MOVE.index("RETURNING")]
        monkeypatch.setattr(moving, "_MOVE", moving._MOVE.replace(interval, ""))
    planned = asyncio.Barrier(2)
    read = repricing.plan

    async def both_planned(*args, **more):
        # In each of two rounds both plan before either moves the price.
        made = await read(*args, **more)
        async with asyncio.timeout(PATIENCE):
            await planned.wait()
        return made

    monkeypatch.setattr(listing, "plan", both_planned)

    async def twice() -> list[bool]:
        return [
            one.applied
            for _ in range(2)
            for one in await listing.apply(
                [show.id], history, predictor, caller=caller, address="127.0.0.1", theatre_ids=None
            )
        ]

    done = sum(sum(found) for found in await asyncio.gather(twice(), twice()))
    changes = await rows("SELECT multiple FROM price_changes WHERE show_id = $1 ORDER BY id", [show.id])
    assert len(changes) == done
    if guarded:
        assert [one["multiple"] for one in changes] == [10_300]
    else:
        assert [one["multiple"] for one in changes][:2] == [10_300, 10_600]


async def test_revenue_is_what_was_booked_and_what_is_to_come_and_adds_up(house, manager, api):
    await PriceRules.create(theatre_id=house.theatre.id, automatic=True, hold_out=0)
    show = await nearly_full(house, api)

    def amounts(said):
        return {name: value["amount"] for name, value in said.items() if name.endswith(("revenue", "come"))
                and isinstance(value, dict)}  # fmt: skip

    said = (await manager.get(f"/admin/predictions/{show.id}")).json()
    found = amounts(said)
    assert found["booked_revenue"] == 5 * 22000 + 5 * 38000, "without the fee, and without GST on top"
    assert found["expected_revenue"] == found["booked_revenue"] + found["expected_revenue_to_come"]
    assert found["recommended_revenue"] == found["booked_revenue"] + found["recommended_revenue_to_come"]
    assert said["expected_tickets_to_come"] == pytest.approx(said["expected_tickets"] - 10, abs=0.11)
    assert 0 < found["expected_revenue_to_come"] <= 22000 + 38000, "two seats are left, one of each"
    assert found["recommended_revenue_to_come"] > found["expected_revenue_to_come"]
    at_base = next(point for point in said["grid"] if point["price"]["amount"] >= 22000)
    assert at_base["expected_revenue"]["amount"] >= found["booked_revenue"], "beside all tickets, all revenue"

    # An override changes what is to come, and not what is booked; what is given back is booked no longer.
    until = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    answer = await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=0.8, reason="a quiet week", until=until
    )
    assert answer.status_code == 204, answer.text
    cheaper = amounts((await manager.get(f"/admin/predictions/{show.id}")).json())
    assert cheaper["booked_revenue"] == found["booked_revenue"]
    assert cheaper["expected_revenue_to_come"] < found["expected_revenue_to_come"]
    assert cheaper["expected_revenue"] == cheaper["booked_revenue"] + cheaper["expected_revenue_to_come"]
    await rows("UPDATE tickets SET status = 'cancelled', refunded = price WHERE seat_label = 'B1'")
    listed = (await manager.get("/admin/predictions")).json()["items"]
    assert [amounts(one)["booked_revenue"] for one in listed] == [found["booked_revenue"] - 38000]

    # What a forecast that is asked for says of all tickets counts the same.
    asked = (await manager.post("/ml/predict", show_id=show.id)).json()
    assert asked["expected_revenue"]["amount"] >= found["booked_revenue"] - 38000


async def test_every_figure_of_every_show_adds_up(manager, api):
    """Over houses as the demo has them: whole rupees, yen, cents, overrides, shows that are held out."""
    shows = []
    for currency, unit, step, hold_out, prices in (
        ("INR", 100, 1_000, 0, {"standard": 28_533, "recliner": 41_050}),
        ("JPY", 1, 700, 3_000, {"standard": 1_799, "recliner": 2_600}),
        ("USD", 1, 300, 0, {"standard": 1_299, "recliner": 1_649}),
    ):
        house = await House.build(currency=currency, rounding_unit=unit)
        await PriceRules.create(
            theatre_id=house.theatre.id,
            automatic=True,
            hold_out=hold_out,
            step=step,
            floor=7_500,
            ceiling=14_000,
        )
        for sold in (0, 3, 8, 10, 11, 12):
            show = await house.show(starts_in=timedelta(hours=30 + 3 * sold), prices=prices)
            seats = [f"{row}{number}" for row in "AB" for number in range(1, 7)][:sold]
            for first in range(0, sold, 6):
                customer = await Customer.sign_up(api)
                await customer.pay(await customer.book(show, *seats[first : first + 6]))
            shows.append(show.id)
        until = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
        answer = await manager.post(
            f"/admin/shows/{shows[-2]}/override", multiplier=1.25, reason="a premiere", until=until
        )
        assert answer.status_code == 204, answer.text

    at_goal, gains = 0, 0
    for _ in range(5):
        listed = (await manager.get("/admin/predictions")).json()["items"]
        assert {one["show_id"] for one in listed} == set(shows)
        for one in listed:
            detail = (await manager.get(f"/admin/predictions/{one['show_id']}")).json()
            at_goal += adds_up(one, detail)
            gains += one["gain_percent"] != 0
        await manager.post("/admin/predictions/apply", show_ids=shows)
        await rows("UPDATE show_pricing SET moved_at = moved_at - interval '2 hours'")
    assert at_goal > 1, "some ask recommended prices that are not their base prices"
    assert gains > 10


def adds_up(one: dict, detail: dict) -> bool:
    """Add up what is said of a show; tell whether it asks recommended prices that are not its base prices."""
    amount = {
        name: value["amount"] for name, value in one.items() if isinstance(value, dict) and "amount" in value
    }
    assert one["expected_tickets"] == pytest.approx(one["sold"] + one["expected_tickets_to_come"], abs=0.011)
    for kind, average in (
        ("expected", amount["current_average_price"]), ("recommended", amount["recommended_average_price"])
    ):  # fmt: skip
        tickets, to_come = one[f"{kind}_tickets_to_come"], amount[f"{kind}_revenue_to_come"]
        # Tickets are told to a hundredth and averages to the minor unit; neither is rounded in the product.
        assert to_come == pytest.approx(tickets * average, abs=0.005 * average + 0.5 * tickets + 1)
        assert amount[f"{kind}_revenue"] == amount["booked_revenue"] + to_come
        assert 0 <= tickets <= one["capacity"] - one["sold"] + 0.005
    now_, goal = amount["expected_revenue_to_come"], amount["recommended_revenue_to_come"]
    assert one["gain_percent"] == (round(100 * (goal / now_ - 1), 2) if now_ else 0)
    asked, best = amount["current_price"], amount["recommended_price"]
    assert one["change_percent"] == round(100 * (best / asked - 1), 1)
    assert amount["floor"] <= asked <= amount["ceiling"]
    assert amount["floor"] <= best <= amount["ceiling"]
    current = [category["current"]["amount"] for category in detail["categories"]]
    recommended = [category["goal"]["amount"] for category in detail["categories"]]
    assert (min(current), min(recommended)) == (asked, best)
    if one["sold"] < one["capacity"]:
        assert min(current) <= amount["current_average_price"] <= max(current)
        assert min(recommended) <= amount["recommended_average_price"] <= max(recommended)
    for point in detail["grid"]:
        if point["price"]["amount"] == asked:
            assert point["expected_revenue"]["amount"] == pytest.approx(amount["expected_revenue"], rel=0.01)
    if current != recommended:
        return False
    assert (one["gain_percent"], one["change_percent"], one["steps_to_goal"]) == (0, 0, 0)
    assert one["expected_tickets_to_come"] == one["recommended_tickets_to_come"]
    assert now_ == goal
    return asked != amount["base_price"]


async def test_what_was_wanted_is_kept_as_it_was_forecast_before_any_price_moved(house):
    """A later forecast has seen what sold at the prices that were asked: it would call them harmless."""
    show = await house.show(starts_in=timedelta(hours=60))
    await looked_at()
    (first,) = await rows("SELECT wanted, wanted_sd, at FROM forecast_records")
    assert first["wanted"] > 12, "more than there are seats"
    assert first["wanted_sd"] > 0
    await rows("UPDATE forecast_records SET wanted = 99, wanted_sd = 0.7")
    await rows("UPDATE show_forecasts SET at = now() - interval '1 hour'")
    await looked_at()
    (later,) = await rows("SELECT wanted, wanted_sd, at FROM forecast_records")
    assert later["at"] > first["at"]
    assert (later["wanted"], later["wanted_sd"]) == (99, 0.7)
    await rows("UPDATE shows SET starts_at = starts_at + interval '1 hour' WHERE id = $1", [show.id])
    await rows("UPDATE show_forecasts SET at = now() - interval '1 hour'")
    await looked_at()
    (moved,) = await rows("SELECT wanted FROM forecast_records")
    assert moved["wanted"] != 99, "a show that was moved is another one"


async def test_what_was_expected_is_compared_with_what_was_sold(house, api):
    show = await house.show(starts_in=timedelta(hours=30))
    await looked_at()
    (record,) = await rows("SELECT show_id, sold FROM forecast_records")
    assert record == {"show_id": show.id, "sold": None}
    customer = await Customer.sign_up(api)
    await customer.pay(await customer.book(show, "A1", "A2"))
    await rows("UPDATE shows SET sales_close_at = now() - interval '1 minute' WHERE id = $1", [show.id])
    for _ in range(2):
        await lookback.note_outcomes()
    (record,) = await rows("SELECT show_id, sold FROM forecast_records")
    assert record == {"show_id": show.id, "sold": 2}


async def test_a_forecast_made_too_late_is_no_record(house):
    await house.show(starts_in=timedelta(hours=20))
    await looked_at()
    assert await rows("SELECT 1 FROM forecast_records") == []


async def test_the_past_is_read_as_it_was_sold(house, api):
    show = await house.show(starts_in=timedelta(hours=30))
    customer = await Customer.sign_up(api)
    await customer.pay(await customer.book(show, "A1", "A2"))
    await customer.pay(await customer.book(show, "B1"))
    await rows("UPDATE bookings SET confirmed_at = now() - interval '3 hours'")
    await is_over(show, hours=5)
    shows, bookings = await past.read_past()
    assert shows.tickets.tolist() == [3.0]
    assert (bookings.tickets.sum(), bookings.counted.sum()) == (3.0, 2.0)
    (one,) = await rows("SELECT starts_at AT TIME ZONE 'Asia/Kolkata' AS local FROM shows")
    assert shows.starts_at[0] == np.datetime64(one["local"].replace(tzinfo=None), "m")


async def test_added_up_bookings_say_the_same_as_single_ones(house, api):
    """The stretches that bookings are added up over are those that no feature tells apart."""
    show = await house.show(starts_in=timedelta(days=9))
    customer = await Customer.sign_up(api)
    for number, hours in enumerate((200, 100, 50, 10, 1), start=1):
        booking = await customer.book(show, f"A{number}")
        await customer.pay(booking)
        await rows(
            "UPDATE bookings SET confirmed_at = now() - make_interval(hours => $2) WHERE id = $1",
            [booking["id"], hours],
        )
    at = now()
    coming = await read_coming(at, since=at, until=at + timedelta(days=20))
    history = History(*await past.read_past())
    summed = features(history, coming.shows, coming.as_of, coming.bookings)
    single = await rows(
        "SELECT b.confirmed_at AT TIME ZONE 'Asia/Kolkata' AS at FROM bookings b ORDER BY b.confirmed_at"
    )
    alone = type(coming.bookings)(
        np.zeros(5, np.int64),
        np.array([one["at"].replace(tzinfo=None) for one in single], "datetime64[m]"),
        np.ones(5),
    )
    np.testing.assert_array_equal(summed, features(history, coming.shows, coming.as_of, alone))


def test_the_stretches_know_every_hour_that_training_asks_about():
    assert sorted(past.LEARNED_LEADS) == sorted(map(int, LEADS))


async def test_another_version_is_in_use_within_a_second_and_no_request_fails(api, house, manager):
    show = await house.show()
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    first = await versions.in_use()
    other = next(
        one["version"] for one in (await admin.get("/ml/models")).json()["items"] if one["version"] != first
    )
    answers, stop = [], asyncio.Event()

    async def asking() -> None:
        while not stop.is_set():
            answers.append(await manager.post("/ml/predict", show_id=show.id))

    asked = [asyncio.create_task(asking()) for _ in range(4)]
    changed = await admin.post(f"/ml/models/{other}/promote", reason="To see whether it is better")
    assert (changed.status_code, changed.json()) == (200, {"in_use": other})
    async with asyncio.timeout(PATIENCE):
        while answers[-1:] == [] or answers[-1].json()["model_version"] != other:
            await asyncio.sleep(0.02)
    back = await admin.post(f"/ml/models/{other}/rollback")
    assert back.json() == {"in_use": first}
    again = await admin.post(f"/ml/models/{other}/rollback")
    assert (again.status_code, again.json()["code"]) == (409, "model_not_in_use")
    stop.set()
    await asyncio.gather(*asked)
    assert {answer.status_code for answer in answers} == {200}
    actions = await rows("SELECT action FROM audit_log ORDER BY id")
    assert [one["action"] for one in actions] == ["model.promote", "model.rollback"]


async def test_a_broken_version_is_refused_and_the_old_one_stays(api, manager):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    before = await versions.in_use()
    good = await rows("SELECT card, model FROM model_versions WHERE version = $1", [before])
    card = orjson.loads(good[0]["card"])
    for name, model, changed in (
        ("rotten-bytes", b"not a model", {}),
        ("rotten-probe", bytes(good[0]["model"]), {"probe": {**card["probe"], "tickets": [1e6] * 16}}),
        ("newer-probe", bytes(good[0]["model"]), {"probe": {"rows": "elsewhere", "tickets": []}}),
        ("newer-interval", bytes(good[0]["model"]), {"interval": {"level": 0.9, "by": [1]}}),
        ("rotten-features", bytes(good[0]["model"]), {"features": ["something_else"]}),
    ):
        await versions.add(name, model, card | changed, source="trained")
        answer = await admin.post(f"/ml/models/{name}/promote")
        assert (answer.status_code, answer.json()["code"]) == (422, "model_unusable"), name
    # One that was forced in beside the API is refused by each process, and what was there goes on.
    force = (
        "INSERT INTO model_promotions (version, at, action, reason) VALUES ($1, now(), 'promote', 'forced')"
    )
    await rows(force, ["rotten-bytes"])
    await asyncio.sleep(1)
    listed = (await manager.get("/ml/models")).json()
    assert (listed["in_use"], listed["serving"]) == ("rotten-bytes", before)
    await rows(force, [before])


async def test_a_model_is_shown_with_its_card(manager):
    listed = (await manager.get("/ml/models")).json()
    detail = (await manager.get(f"/ml/models/{listed['in_use']}")).json()
    assert detail["metrics"]["wape"] > 0
    assert [change["action"] for change in detail["changes"]][-1] == "ship"
    assert (await manager.get("/ml/models/never-was")).status_code == 404
