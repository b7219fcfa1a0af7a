"""Redis emptied under load: all shows open again from PostgreSQL, each loaded once, none oversold."""

import asyncio
import json
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from time import perf_counter

import pytest
from redis.asyncio import Redis

from tests.faults.processes import ROOT, RunningHouse
from tests.soak.client import Answer, Line

pytestmark = pytest.mark.faults

LIVE, HOLDERS = 10, 12
PASSWORD = "a long enough password"


@pytest.fixture
def running(tmp_path) -> Iterator[RunningHouse]:
    # A few connections stand for a crowd, so what bounds one person is off.
    house = RunningHouse(
        tmp_path,
        HOLDS_HOLDER_SEATS="0",
        HOLDS_ADDRESS_SEATS="0",
        HOLDS_HOLDER_QUOTA="0",
        HOLDS_ADDRESS_QUOTA="0",
    )
    yield house
    house.stop()


def furnish(url: str, count: int) -> list[int]:
    said = subprocess.run(
        [sys.executable, "-m", "tests.faults.furnish", url, str(count)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [int(line) for line in said.stdout.split()]


def loads(running: RunningHouse) -> Counter[int]:
    """Count how often each show was read from PostgreSQL, in either process."""
    found: Counter[int] = Counter()
    for name in ("api-1", "api-2"):
        for line in running.log(name).read_text().splitlines():
            if '"show_loaded"' in line:
                found[json.loads(line)["show_id"]] += 1
    return found


class Crowd:
    """Everybody who asks, and what they were answered."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.answers: Counter[str] = Counter()
        self.waits: list[float] = []
        self.offered: list[tuple[int, str]] = []
        """Sold seats that somebody was given."""

    async def hold(self, show_id: int, seat: str, *, sold: bool = False) -> Answer:
        began = perf_counter()
        answer = await self.line.ask("POST", f"/shows/{show_id}/holds", {"seats": [seat]})
        self.waits.append(perf_counter() - began)
        self.answers[
            str(answer.status) + ("" if answer.status != 503 else f" {answer.headers['retry-after']}")
        ] += 1
        if sold and answer.status == 201:
            self.offered.append((show_id, seat))
        return answer

    async def shop(self, shows: list[int], number: int, until: asyncio.Event) -> None:
        """Hold and give back on live shows, and now and then reach for a seat that is sold."""
        turn = 0
        while not until.is_set():
            show_id, turn = shows[(number + turn) % len(shows)], turn + 1
            await self.hold(show_id, "A1", sold=True)
            answer = await self.hold(show_id, f"C{number + 1}")
            if answer.status == 201:
                await self.line.ask(
                    "DELETE", f"/holds/{answer.body['hold_id']}", X_Hold_Token=answer.body["hold_token"]
                )

    async def reach_everywhere(self, shows: list[int]) -> None:
        """Ask every show for four seats at once, over as many connections."""
        await asyncio.gather(
            *(self.hold(show_id, seat) for show_id in shows for seat in ("B1", "B2", "B3", "B4"))
        )


async def sell(line: Line, show_id: int, account: dict) -> None:
    """Sell seat A1 and see it paid."""
    body = {
        "user_id": account["user"]["id"], "show_id": show_id, "seats": ["A1"], "payment_method": "mock_upi"
    }  # fmt: skip
    whose = {"Authorization": f"Bearer {account['access_token']}"}
    booked = await line.ask("POST", "/booking", body, **whose)
    assert booked.status == 201, booked.body
    paid = await line.ask("POST", f"/payments/mock/{booked.body['payment']['id']}/approve", **whose)
    assert paid.status == 200, paid.body


@pytest.mark.timeout(180)
@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=pytest.mark.long)])
async def test_all_shows_open_again_each_loaded_once_and_no_sold_seat_offered(running, capsys, count):
    url = running.start_databases()
    shows = await asyncio.to_thread(furnish, url, count)
    live = shows[:LIVE]
    running.start_programs()
    # The live shows' shoppers have lines of their own: they are not to wait behind our own crowd's queue.
    line, live_line, stop = Line(running.port, 64), Line(running.port, HOLDERS), asyncio.Event()
    signed_up = await line.ask(
        "POST", "/auth/signup", {"email": "one@example.com", "password": PASSWORD, "name": "One"}
    )
    for show_id in live:
        await sell(line, show_id, signed_up.body)
    first, crowd = Crowd(line), Crowd(live_line)
    await first.reach_everywhere(shows)
    assert first.answers == {"201": 4 * count}

    shopping = asyncio.gather(*(crowd.shop(live, number, stop) for number in range(HOLDERS)))
    others = Crowd(line)
    redis = Redis.from_url(running.redis.url)
    await redis.flushall()
    began = perf_counter()
    await others.reach_everywhere(shows)
    reopened = perf_counter() - began
    stop.set()
    await shopping
    await redis.aclose()
    for show_id in shows[LIVE : LIVE + 5]:  # a refusal says that it passes: asked again, each show is there
        answer = await line.ask("GET", f"/shows/{show_id}/seats")
        assert (answer.status, len(answer.body["states"])) == (200, 300)
    await line.close()
    await live_line.close()
    running.stop()

    p99 = statistics.quantiles(crowd.waits, n=100)[98]
    with capsys.disabled():
        print(  # noqa: T201 # what was measured
            f"\nrebuild: {count} shows in {reopened:.1f} s; on live shows meanwhile {len(crowd.waits)} "
            f"holds, p99 {p99 * 1000:.0f} ms; answers {dict(crowd.answers)}, elsewhere {dict(others.answers)}"
        )
    assert crowd.offered == []
    assert set(crowd.answers) <= {"201", "409", "503 1"}
    assert set(others.answers) <= {"201", "503 1"}
    counted = loads(running)
    assert set(counted) == set(shows)
    assert set(counted.values()) == {2}, "each show is loaded once in each of its two lives"
