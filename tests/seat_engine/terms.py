"""Words the tests share: usual spans, and short ways to hold and look."""

from datetime import timedelta

TEN_MINUTES = timedelta(minutes=10)
HALF_HOUR = timedelta(minutes=30)


async def take(
    engine, show, seats, *, hold_id="h1", holder="asha", ttl=TEN_MINUTES, note=b"", max_life=HALF_HOUR
):
    return await engine.hold(
        show, seats, hold_id=hold_id, holder=holder, ttl=ttl, note=note, max_life=max_life
    )


async def states(engine, show):
    return (await engine.snapshot(show)).states


async def version(engine, show):
    return (await engine.snapshot(show)).version
