"""Looking back at shows that are over: what was expected of them, what they sold, and what that teaches."""

from server.core.db import rows

_NOTE = """
    UPDATE forecast_records r SET sold = k.sold
    FROM (
        SELECT s.id, count(t.id) AS sold FROM forecast_records o JOIN shows s ON s.id = o.show_id
        LEFT JOIN tickets t ON t.show_id = s.id AND t.status IN ('valid', 'used')
        WHERE o.sold IS NULL AND s.sales_close_at <= now() AND s.status <> 'cancelled' GROUP BY s.id
    ) k WHERE r.show_id = k.id
"""
# A show that was cancelled, or moved, is no outcome of anything.
_FORGET = """
    DELETE FROM forecast_records r USING shows s
    WHERE s.id = r.show_id AND r.sold IS NULL AND (s.status = 'cancelled' OR s.starts_at <> r.starts_at)
"""


async def note_outcomes() -> None:
    """Write down what shows sold that are over and of which something was expected. Safe twice."""
    await rows(_FORGET)
    await rows(_NOTE)


async def learn() -> None:
    """Learn how publics answer to prices."""
