"""Prices that depart from their base: overrides, the model's multiple, bounds, kill switch, history."""

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.accounts.models import Role
from server.core.clock import now
from server.core.db import rows, transaction
from server.pricing import overrides, publishing, settling, why
from server.pricing.moving import Move, keep_at_base, move
from server.venues.models import PriceRules, Show
from server.venues.shows import get_show
from tests.patience import PATIENCE
from tests.server.world import Customer, House

BASE = {"standard": 22000, "recliner": 38000}


def in_an_hour() -> str:
    return (datetime.now(UTC) + timedelta(hours=1)).isoformat()


@pytest.fixture
async def manager(api) -> Customer:
    return await Customer.sign_up(api, role=Role.MANAGER)


async def prices_of(api, show: Show) -> dict:
    return (await api.get(f"/pricing/show/{show.id}")).json()


async def eventually(read, wanted) -> None:
    """Wait for what is promised within a second."""
    async with asyncio.timeout(PATIENCE):
        while (found := await read()) != wanted:
            await asyncio.sleep(0.05)
    assert found == wanted


async def automatic(house: House, **rules) -> PriceRules:
    made, _ = await PriceRules.update_or_create(
        theatre_id=house.theatre.id, defaults={"automatic": True, "hold_out": 0, **rules}
    )
    return made


async def moved(
    show: Show, multiple: int, *, at: datetime | None = None, step: int = 1_000, **more
) -> list[int]:
    async with transaction():
        return await move(
            [Move(show.id, multiple, step, "boosting-1", 0.82)], at=at or now(), reason="a test", **more
        )


async def history(show: Show) -> list[dict]:
    found = await rows("SELECT * FROM price_changes WHERE show_id = $1 ORDER BY id", [show.id])
    return [{**one, "before": json.loads(one["before"]), "after": json.loads(one["after"])} for one in found]


async def test_a_show_costs_its_base_price_where_nobody_said_otherwise(house, api):
    show = await house.show()
    shown = await prices_of(api, show)
    assert shown["source"] == "base"
    assert shown["current_price"] == {"amount": 22000, "currency": "INR"}
    assert shown["reason"] is None
    assert {one["category"]: one["current"]["amount"] for one in shown["categories"]} == BASE


async def test_an_override_counts_is_written_down_and_quoted(house, api, manager):
    show = await house.show()
    answer = await manager.post(
        f"/admin/shows/{show.id}/override", price=25000, reason="Premiere with guests", until=in_an_hour()
    )
    assert answer.status_code == 204, answer.text

    async def seen() -> tuple[int, str]:
        shown = await prices_of(api, show)
        return shown["current_price"]["amount"], shown["source"]

    await eventually(seen, (25000, "override"))
    (change,) = await history(show)
    assert (change["before"], change["after"]["standard"], change["source"]) == (BASE, 25000, "override")
    assert (change["reason"], change["changed_by"]) == ("Premiere with guests", manager.id)
    customer = await Customer.sign_up(api)
    hold = await customer.hold(show, "A1")
    assert hold["quote"]["source"] == "override"
    assert hold["quote"]["lines"][0]["amount"] == 25000
    audited = await rows("SELECT action, subject, reason FROM audit_log")
    assert audited == [
        {"action": "price.override", "subject": f"show:{show.id}", "reason": "Premiere with guests"}
    ]


async def test_a_held_quote_stays_whatever_the_price_does(house, api, manager):
    show = await house.show()
    customer = await Customer.sign_up(api)
    hold = await customer.hold(show, "A1")
    await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.25, reason="Sold out soon", until=in_an_hour()
    )
    again = (await customer.get(f"/holds/{hold['hold_id']}")).json()
    assert again["quote"]["total"] == hold["quote"]["total"]
    answer = await customer.try_book(show, "A1", hold_id=hold["hold_id"])
    assert answer.json()["total"] == hold["quote"]["total"]


async def test_an_override_outside_the_theatres_bounds_is_refused_by_field(house, api, manager):
    show = await house.show()
    for body, field in (
        ({"price": 99000}, "price"),
        ({"multiplier": 0.5}, "multiplier"),
    ):
        answer = await manager.post(
            f"/admin/shows/{show.id}/override", **body, reason="Too far", until=in_an_hour()
        )
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    late = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    answer = await manager.post(f"/admin/shows/{show.id}/override", multiplier=1.1, reason="Late", until=late)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "until")
    assert await history(show) == []


async def test_an_override_ends_by_itself_and_what_it_hid_comes_back(house, manager):
    await automatic(house)
    show = await house.show()
    await moved(show, 11_000)
    await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=0.9, reason="A quiet day", until=in_an_hour()
    )
    await rows(
        "UPDATE show_pricing SET override_until = now() - interval '1 second' WHERE show_id = $1", [show.id]
    )
    facts = await get_show(show.id)
    from server.pricing.current import current_prices

    assert {one.source for one in current_prices(facts).values()} == {"ml"}, "before anything has run"
    assert show.id in await overrides.lapsed(10)
    for _ in range(2):  # safe twice
        await overrides.clear_lapsed([show.id])
    sources = [change["source"] for change in await history(show)]
    assert sources == ["ml", "override", "ml"]
    assert show.id not in await overrides.lapsed(10)


async def test_an_override_is_ended_by_hand_once(house, manager):
    show = await house.show()
    await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.1, reason="A premiere", until=in_an_hour()
    )
    path = f"/admin/shows/{show.id}/override"
    answers = [await manager.api.delete(path, headers=manager.headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 409]
    assert answers[1].json()["code"] == "nothing_overridden"
    assert [change["source"] for change in await history(show)] == ["override", "base"]


async def test_a_model_moves_a_price_one_step_an_interval(house):
    await automatic(house, interval_minutes=60)
    show = await house.show()
    at = now()
    assert await moved(show, 12_400, at=at) == [show.id]
    assert await moved(show, 12_400, at=at + timedelta(minutes=59)) == []
    assert await moved(show, 12_400, at=at + timedelta(minutes=60)) == [show.id]
    multiples = [change["multiple"] for change in await history(show)]
    assert multiples == [11_000, 12_000]


async def test_two_who_move_a_price_at_once_move_it_once(house):
    await automatic(house)
    show = await house.show()
    at = now()
    found = await asyncio.gather(*(moved(show, 12_400, at=at) for _ in range(6)))
    assert sorted(map(len, found)) == [0, 0, 0, 0, 0, 1]
    assert len(await history(show)) == 1


async def test_without_the_lock_two_moves_are_seen_to_happen(house, monkeypatch):
    """The positive control: the interval looked at beside the row's lock is what holds the step."""
    await automatic(house)
    show = await house.show()
    monkeypatch.setattr(
        "server.pricing.moving._MOVE",
        "UPDATE show_pricing p SET multiple = coalesce(p.multiple, 10000) + m.step, "
        "model_version = m.version, expected_share = m.expected, moved_at = $6 "
        "FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::float8[]) "
        "AS m(show_id, multiple, step, version, expected) "
        "WHERE p.show_id = m.show_id AND m.multiple > 0 RETURNING p.show_id",
    )
    at = now()
    found = await asyncio.gather(*(moved(show, 12_400, at=at) for _ in range(2)))
    assert sorted(map(len, found)) == [1, 1]


@pytest.mark.parametrize(("multiple", "standard"), [(9_000, 19800), (20_000, 27500), (1_000, 17600)])
async def test_a_price_never_leaves_floor_and_ceiling(house, multiple, standard):
    await automatic(house)
    show = await house.show()
    await moved(show, multiple, step=10_000)
    (change,) = await history(show)
    assert change["after"]["standard"] == standard


async def test_the_kill_switch_brings_back_base_prices_and_says_so(house, api):
    await automatic(house)
    show = await house.show()
    await moved(show, 11_000)
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    path = f"/admin/prices/{house.theatre.id}"
    kept = ("floor", "ceiling", "step", "interval_minutes", "unit", "hold_out")
    rules = (await admin.get(path)).json()
    off = {name: rules[name] for name in kept} | {"automatic": False, "reason": "Prices look odd"}
    answer = await api.put(path, json=off, headers=admin.headers)
    assert (answer.status_code, answer.json()["automatic"]) == (200, False)

    async def source() -> str:
        return (await prices_of(api, show))["source"]

    await eventually(source, "base")
    from server.pricing import rules as house_rules

    for _ in range(2):
        await house_rules.settle_theatre(house.theatre.id, reason="Prices look odd", changed_by=str(admin.id))
    changes = await history(show)
    assert [change["source"] for change in changes] == ["ml", "base"]
    assert (changes[1]["reason"], changes[1]["changed_by"]) == ("Prices look odd", admin.id)


async def test_a_show_that_keeps_its_base_loses_the_models_multiple(house):
    await automatic(house)
    show = await house.show()
    await moved(show, 11_000)
    for expected in ([show.id], []):
        async with transaction():
            assert await keep_at_base([show.id], reason="held out") == expected


async def test_why_a_price_is_what_it_is_is_said_in_the_customers_language(house, api):
    await automatic(house)
    show = await house.show()
    await moved(show, 11_000)

    async def said(language: str) -> str | None:
        answer = await api.get(f"/pricing/show/{show.id}", headers={"Accept-Language": language})
        reason = answer.json()["reason"]
        return reason and reason["text"]

    await eventually(lambda: said("en"), "Filling fast: 82 % expected")
    assert "82 %" in (await said("te") or "")
    assert await said("hi") != await said("en")


async def test_lists_show_the_price_that_is_asked(house, api):
    await automatic(house)
    show = await house.show()
    await moved(show, 11_000)
    listed = (await api.get("/shows")).json()["items"]
    assert [item["price_from"]["amount"] for item in listed if item["id"] == show.id] == [24200]


@asynccontextmanager
async def watching(api_url: str, show: Show):
    url = f"{api_url.replace('http', 'ws')}/ws/shows/{show.id}"
    async with connect(url, subprotocols=[Subprotocol("seats.v1")]) as connection:
        yield connection


async def test_watchers_are_told_a_new_price(house, api_url, engine, manager):
    show = await house.show()
    async with watching(api_url, show) as watcher:
        assert json.loads(await watcher.recv())["t"] == "snap"
        await manager.post(
            f"/admin/shows/{show.id}/override", multiplier=1.1, reason="A premiere", until=in_an_hour()
        )
        (job,) = await rows("SELECT actor, args FROM outbox WHERE actor = 'publish_prices'")
        assert json.loads(job["args"]) == {"show_id": show.id}
        for _ in range(2):  # safe twice
            await publishing.publish(engine, show.id)
        async with asyncio.timeout(PATIENCE):
            while (frame := json.loads(await watcher.recv()))["t"] != "price":
                pass
        assert (frame["p"]["standard"], frame["src"]) == (24200, "override")


async def test_an_older_price_is_never_told_last(house, engine, manager, monkeypatch):
    """Whoever told a price looks again: a change that came meanwhile is told after it."""
    show = await house.show()
    told = []

    class Engine:
        async def price(self, show_id, prices, _source):
            told.append(prices["standard"])
            if len(told) == 1:
                await manager.post(
                    f"/admin/shows/{show_id}/override", multiplier=1.2, reason="Meanwhile", until=in_an_hour()
                )

    await publishing.publish(Engine(), show.id)  # type: ignore[arg-type] # all that it asks of an engine
    assert told == [22000, 26400]


async def test_a_manager_sets_prices_of_their_own_theatres_alone(house, api):
    from server.accounts.models import RoleGrant
    from tests.server.world import PASSWORD

    theirs = await House.build()
    manager = await Customer.sign_up(api)
    await RoleGrant.create(user_id=manager.id, role=Role.MANAGER, theatre_id=house.theatre.id)
    again = await api.post("/auth/login", json={"email": manager.email, "password": PASSWORD})
    manager.access_token = again.json()["access_token"]
    ours_show, theirs_show = await house.show(), await theirs.show()
    answers = [
        await manager.post(
            f"/admin/shows/{show.id}/override", multiplier=1.1, reason="A premiere", until=in_an_hour()
        )
        for show in (ours_show, theirs_show)
    ]
    assert [answer.status_code for answer in answers] == [204, 403]
    listed = (await manager.get("/admin/prices")).json()["items"]
    assert [item["theatre_id"] for item in listed] == [house.theatre.id]


async def test_the_history_is_paged_and_names_who(house, manager):
    show = await house.show()
    for multiplier in (1.1, 1.2, 0.9):
        await manager.post(
            f"/admin/shows/{show.id}/override", multiplier=multiplier, reason="To and fro", until=in_an_hour()
        )
    first = (await manager.get(f"/admin/shows/{show.id}/prices?limit=2")).json()
    rest = (await manager.get(f"/admin/shows/{show.id}/prices?cursor={first['next_cursor']}")).json()
    steps = [
        (item["from"] and item["from"]["amount"], item["to"]["amount"])
        for item in first["items"] + rest["items"]
    ]
    assert steps == [(26400, 19800), (24200, 26400), (22000, 24200), (None, 22000)]
    assert {item["by"]["name"] for item in first["items"]} == {"A Person"}


async def test_a_history_says_which_category_its_prices_are_of(house, manager):
    # A companion's seat stands for nothing, though it costs as much and comes first.
    show = await house.show(prices={"companion": 22000, "recliner": 38000, "standard": 22000})
    await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.1, reason="A premiere", until=in_an_hour()
    )
    items = (await manager.get(f"/admin/shows/{show.id}/prices")).json()["items"]
    assert [(item["category"], item["to"]["amount"]) for item in items] == [
        ("standard", 24200),
        ("standard", 22000),
    ]


async def test_a_history_begins_with_the_price_at_opening_and_says_why(house, manager):
    show = await house.show()

    async def told(**query: int) -> list[tuple]:
        answer = await manager.get(f"/admin/shows/{show.id}/prices?{urlencode(query)}")
        return [(item["why"], item["reason"], item["to"]["amount"]) for item in answer.json()["items"]]

    opening = ("opened", None, 22000)
    assert await told() == [opening]
    await automatic(house)
    await moved(show, 11_000)
    await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.2, reason="A premiere", until=in_an_hour()
    )
    await manager.api.delete(f"/admin/shows/{show.id}/override", headers=manager.headers)
    after = [
        ("hand_ended", None, 24200), ("by_hand", "A premiere", 26400), ("recommended", None, 24200), opening,
    ]  # fmt: skip
    assert await told() == after
    # A page that is full to the brim leaves the opening to the next.
    assert await told(limit=3) == after[:3]
    assert await told(limit=200) == after


@pytest.mark.parametrize(
    ("source", "text", "by_somebody", "told"),
    [
        ("ml", why.recommended("boosting-1"), False, ("recommended", None)),
        ("ml", why.APPLIED, True, ("applied", None)),
        ("override", "A premiere", True, ("by_hand", "A premiere")),
        ("override", why.APPLIED, True, ("by_hand", why.APPLIED)),
        ("base", why.HAND_ENDED, True, ("hand_ended", None)),
        ("ml", why.HAND_LAPSED, False, ("hand_lapsed", None)),
        ("base", why.PRICE_LIST, True, ("price_list", None)),
        ("base", why.KEPT_AT_BASE, False, ("kept_at_base", None)),
        ("base", why.RULES, True, ("rules", None)),
        ("base", "Prices look odd", True, ("rules", "Prices look odd")),
    ],
)
def test_what_is_written_beside_a_price_is_told_as_a_code(source, text, by_somebody, told):
    assert why.why_of(source, text, by_somebody=by_somebody) == told


async def test_a_history_cannot_be_rewritten(house, manager):
    show = await house.show()
    await manager.post(
        f"/admin/shows/{show.id}/override", multiplier=1.1, reason="A premiere", until=in_an_hour()
    )
    for statement in ("UPDATE price_changes SET reason = 'nothing'", "DELETE FROM price_changes"):
        with pytest.raises(Exception, match="append-only"):
            await rows(statement)


async def test_settling_what_did_not_change_writes_nothing(house):
    show = await house.show()
    async with transaction():
        assert await settling.settle([show.id], reason="nothing") == []
    assert await history(show) == []
