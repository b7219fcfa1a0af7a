"""A copy of everything the house keeps about one person (GDPR, article 20)."""

from typing import Any
from uuid import UUID

import orjson

from server.core.clock import now
from server.core.db import rows

# One statement a table: each names its columns, so that a new one is a decision and not an accident.
_PARTS: dict[str, str] = {
    "account": """
        SELECT id, email, name, phone, locale, email_verified_at, phone_verified_at, created_at
        FROM users WHERE id = $1""",
    "roles": "SELECT role, theatre_id FROM role_grants WHERE user_id = $1 ORDER BY id",
    "sessions": """
        SELECT id, user_agent, address, created_at, last_seen_at, revoked_at
        FROM sessions WHERE user_id = $1 ORDER BY created_at""",
    "bookings": """
        SELECT b.id, b.reference, b.show_id, m.title AS movie, t.name AS theatre, s.starts_at, b.status,
        b.total, b.currency, b.created_at FROM bookings b JOIN shows s ON s.id = b.show_id JOIN movies m ON
        m.id = s.movie_id
        JOIN theatres t ON t.id = s.theatre_id WHERE b.user_id = $1 ORDER BY b.created_at""",
    "price_lines": """
        SELECT l.booking_id, l.kind, l.label, l.amount FROM price_lines l JOIN bookings b ON b.id =
        l.booking_id
        WHERE b.user_id = $1 ORDER BY l.booking_id, l.position""",
    "tickets": """
        SELECT t.id, t.booking_id, t.seat_label, t.category, t.price, t.status
        FROM tickets t JOIN bookings b ON b.id = t.booking_id WHERE b.user_id = $1
        ORDER BY t.booking_id, t.id""",
    "payments": """
        SELECT p.id, p.booking_id, p.method, p.status, p.amount, p.currency, p.created_at
        FROM payments p JOIN bookings b ON b.id = p.booking_id WHERE b.user_id = $1 ORDER BY p.created_at""",
    "refunds": """
        SELECT r.id, r.booking_id, r.amount, r.currency, r.reason, r.status, r.created_at
        FROM refunds r JOIN bookings b ON b.id = r.booking_id
        WHERE b.user_id = $1 ORDER BY r.created_at""",
    "points": """
        SELECT delta, reason, booking_id, available_at, created_at
        FROM points_ledger WHERE user_id = $1 ORDER BY id""",
    "promotions": """
        SELECT p.code, u.booking_id, u.discount, u.created_at, u.returned_at FROM promotion_uses u
        JOIN promotions p ON p.id = u.promotion_id WHERE u.user_id = $1 ORDER BY u.id""",
    "messages": """
        SELECT kind, recipient, subject, body, created_at, sent_at
        FROM messages WHERE user_id = $1 ORDER BY created_at""",
    "deeds": """
        SELECT at, action, subject, reason, address FROM audit_log WHERE actor_id = $1 ORDER BY id""",
}


async def everything(user_id: UUID) -> dict[str, Any]:
    """Return all of it, as JSON has it. Amounts are in minor units, moments in UTC."""
    copy: dict[str, Any] = {"exported_at": now()}
    for part, sql in _PARTS.items():
        copy[part] = await rows(sql, [user_id])
    copy["account"] = copy["account"][0] if copy["account"] else None
    return copy


def as_json(copy: dict[str, Any]) -> bytes:
    """Write the copy so that a person can read it too."""
    return orjson.dumps(copy, option=orjson.OPT_INDENT_2, default=str)
