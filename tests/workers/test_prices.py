"""The worker and the clock, as processes, seeing to prices and forecasts."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from server.accounts.models import Role
from server.core.db import rows
from server.venues.models import PriceRules
from tests.conftest import Servers
from tests.patience import PATIENCE
from tests.server.world import Customer


@pytest.fixture
def workers(servers: Servers, house: object) -> Iterator[None]:  # furnished first: the clock asks at once
    started = [servers.run("workers", "work"), servers.run("workers", "clock")]
    yield
    for process in started:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(timeout=PATIENCE) for process in started] == [0, 0]


async def eventually(read: Callable[[], Awaitable[list[object]]], wanted: list[object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while await read() != wanted:
            await asyncio.sleep(0.1)


async def test_shows_are_looked_at_and_prices_settled_by_the_house_itself(house, api, workers):
    await PriceRules.create(theatre_id=house.theatre.id, automatic=False, hold_out=0)
    show = await house.show()
    over = await house.show(starts_in=timedelta(days=3))
    await rows(
        "INSERT INTO forecast_records "
        "(show_id, version, at, starts_at, expected, low, high, level, features, wanted, wanted_sd) "
        "SELECT id, 'v', now(), starts_at, 5, 1, 9, 0.9, '[]', 5, 0.4 FROM shows WHERE id = $1",
        [over.id],
    )
    await rows("UPDATE shows SET sales_close_at = now() - interval '1 minute' WHERE id = $1", [over.id])
    for job in ("look_at_shows", "look_back"):  # as the clock does, without waiting for its turn
        await rows(
            "INSERT INTO outbox (actor, args, created_at, due_at, sends, attempts) "
            "VALUES ($1, '{}', now(), now(), 0, 0)",
            [job],
        )

    async def forecast() -> list[object]:
        return [one["show_id"] for one in await rows("SELECT show_id FROM show_forecasts")]

    async def outcomes() -> list[object]:
        return [
            one["sold"]
            for one in await rows("SELECT sold FROM forecast_records WHERE show_id = $1", [over.id])
        ]

    await eventually(forecast, [show.id])
    await eventually(outcomes, [0])

    admin = await Customer.sign_up(api, role=Role.ADMIN)
    until = (datetime.now(UTC) + timedelta(seconds=1.5)).isoformat()
    answer = await admin.post(
        f"/admin/shows/{show.id}/override", multiplier=1.1, reason="For a moment", until=until
    )
    assert answer.status_code == 204

    async def sources() -> list[object]:
        found = await rows("SELECT source FROM price_changes WHERE show_id = $1 ORDER BY id", [show.id])
        return [one["source"] for one in found]

    await eventually(sources, ["override", "base"])
    await rows("UPDATE show_pricing SET multiple = 11000, model_version = 'v', expected_share = 0.8")
    rules = (await admin.get(f"/admin/prices/{house.theatre.id}")).json()
    wanted = ("floor", "ceiling", "step", "interval_minutes", "unit", "hold_out")
    body = {name: rules[name] for name in wanted} | {"automatic": True, "reason": "On again"}
    await api.put(f"/admin/prices/{house.theatre.id}", json=body, headers=admin.headers)
    await eventually(sources, ["override", "base", "ml"])
    told = (await admin.get("/admin/analytics/forecasts")).json()
    assert [(one["version"], one["shows"], one["mae"]) for one in told["items"]] == [("v", 1, 5.0)]
    assert [(one["expected"], one["sold"]) for one in told["points"]] == [(5.0, 0)]
    metrics = (await api.get("/metrics")).text
    assert 'movie_magic_forecast_mae{version="v"} 5.0' in metrics
