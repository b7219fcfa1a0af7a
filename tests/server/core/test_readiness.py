"""What /readyz says when the Redis of live seats goes and comes back."""

import asyncio

import httpx

from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.seat_engine.servers import RedisServer, binaries


async def test_readiness_follows_the_redis_of_live_seats(servers, database):
    seats = RedisServer(next(iter(binaries().values())), password="sesame")
    try:
        seats.start()
        own = f"redis://:sesame@127.0.0.1:{seats.port}/0"
        with another_api(servers, SEATS_REDIS_URL=own) as url:
            async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as client:
                assert (await client.get("/readyz")).status_code == 200

                seats.kill()
                away = await client.get("/readyz")
                assert (away.status_code, away.json()["part"]) == (503, "redis")
                assert (await client.get("/healthz")).status_code == 200

                seats.start()
                async with asyncio.timeout(PATIENCE):
                    while (await client.get("/readyz")).status_code != 200:
                        await asyncio.sleep(0.05)
    finally:
        seats.close()
