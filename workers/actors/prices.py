"""Jobs that move prices, settle them and tell those who watch."""

from server.core.jobs import Job
from server.forecasting import lookback, repricing
from server.pricing import overrides, publishing, rules
from workers.broker import tools
from workers.job import job


@job(Job.PUBLISH_PRICES, seconds=30, takes_turns=True)
async def publish_prices(show_id: int) -> None:
    """Tell those who watch a show what it costs now."""
    await publishing.publish((await tools()).engine, show_id)


@job(Job.SETTLE_PRICES, seconds=30)
async def settle_prices(show_ids: list[int]) -> None:
    """Clear overrides that have ended."""
    await overrides.clear_lapsed(show_ids)


@job(Job.SETTLE_THEATRE_PRICES, seconds=120)
async def settle_theatre_prices(theatre_id: int, reason: str, changed_by: str | None = None) -> None:
    """Write down and tell what a theatre's shows cost after its rules changed."""
    await rules.settle_theatre(theatre_id, reason=reason, changed_by=changed_by)


@job(Job.LOOK_AT_SHOWS, seconds=300)
async def look_at_shows() -> None:
    """Forecast shows whose forecast is old, and move prices as the rules allow."""
    here = await tools()
    await here.shelf.look()
    if here.shelf.version is None:
        return  # no model, so every show keeps its base price
    while await repricing.look_again(await here.memory.history(), here.shelf.predictor):
        pass


@job(Job.LOOK_BACK, seconds=300)
async def look_back() -> None:
    """Note what shows sold that are over, and learn how publics answer to prices."""
    await lookback.note_outcomes()
    await lookback.learn()
