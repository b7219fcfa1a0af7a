"""``python -m benchmarks.checkout.visiting PORT RATE SECONDS SHOW …``: visitors who come at a steady rate.

Each looks at a map, holds two seats and lets them go. They come whether or not the ones before were served,
so that a server that stands still is not asked less. Prints one JSON object: the seconds of each request.
"""

import asyncio
import json
import random
import sys
from http import HTTPStatus
from time import perf_counter

import httpx
import uvloop

from benchmarks.http.hall import NUMBERS, ROWS


async def main(port: int, rate: float, seconds: float, shows: list[int]) -> dict[str, list[float]]:
    """Have everybody come and go; return what is printed."""
    took: list[float] = []
    chance = random.Random(7)  # noqa: S311 # where visitors look
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, limits=limits) as client:

        async def ask(method: str, path: str, **more: object) -> httpx.Response:
            began = perf_counter()
            answer = await client.request(method, path, **more)  # type: ignore[arg-type] # passed on as it came
            took.append(perf_counter() - began)
            return answer

        async def visit(number: int) -> None:
            show, first = chance.choice(shows), chance.choice(NUMBERS[:-1])
            row = chance.choice(ROWS)
            headers = {
                "X-Hold-Token": f"visitor-{number}",
                "X-Forwarded-For": f"198.51.{number // 250 % 250}.{number % 250}",
            }
            await ask("GET", f"/shows/{show}/seats")
            wanted = {"seats": [f"{row}{first}", f"{row}{first + 1}"]}
            held = await ask("POST", f"/shows/{show}/holds", json=wanted, headers=headers)
            if held.status_code == HTTPStatus.CREATED:
                await ask("DELETE", f"/holds/{held.json()['hold_id']}", headers=headers)
            elif held.status_code != HTTPStatus.CONFLICT:
                raise RuntimeError(f"{held.status_code}: {held.text}")

        began, visits = perf_counter(), []
        for number in range(round(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - perf_counter()))
            visits.append(asyncio.create_task(visit(number)))
        await asyncio.gather(*visits)
    return {"seconds": took}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        answer = runner.run(
            main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), [int(one) for one in sys.argv[4:]])
        )
    print(json.dumps(answer))  # noqa: T201 # its answer
