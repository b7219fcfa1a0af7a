"""What the house's own sales say of how its publics answer to prices, as of the last time it was learned."""

from server.core.db import rows

_KNOWN = "SELECT theatre_id, part, mean, sd FROM elasticities"


async def known() -> dict[tuple[int, int], tuple[float, float]]:
    """Return mean and standard deviation by theatre and part of the day, for those that were learned."""
    return {(one["theatre_id"], one["part"]): (one["mean"], one["sd"]) for one in await rows(_KNOWN)}
