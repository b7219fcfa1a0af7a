"""Rules of the demo theatres' prices: they move by themselves, in round steps."""

from server.core import db

_RULES = """
    INSERT INTO price_rules
        (theatre_id, automatic, floor, ceiling, step, interval_minutes, unit, hold_out, changed_at)
    SELECT id, true, 8000, 12500, 1000, 60, CASE currency WHEN 'INR' THEN 500 ELSE 25 END, 1000, now()
    FROM theatres ON CONFLICT DO NOTHING
"""


async def load_price_rules() -> None:
    """Give rules to the theatres that have none."""
    await db.rows(_RULES)
