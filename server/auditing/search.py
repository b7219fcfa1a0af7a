"""Searching the audit log."""

from typing import Any

from server.auditing.schemas import AuditQuery
from server.core.db import rows

_SEARCH = """
    SELECT a.id, a.at, a.actor_id, u.name AS actor_name, u.email AS actor_email, a.action, a.subject,
           a.before, a.after, a.reason, a.address
    FROM audit_log a LEFT JOIN users u ON u.id = a.actor_id
    WHERE ($1::uuid IS NULL OR a.actor_id = $1)
      AND ($2::text IS NULL OR a.action = $2 OR starts_with(a.action, $2 || '.'))
      AND ($3::text IS NULL OR a.subject = $3 OR starts_with(a.subject, $3 || ':'))
      AND ($4::timestamptz IS NULL OR a.at >= $4)
      AND ($5::timestamptz IS NULL OR a.at < $5)
      AND ($6::text IS NULL OR strpos(fold_accents(concat_ws(' ', a.action, a.subject, a.reason,
               a.before::text, a.after::text, a.address, u.name, u.email)), nullif(fold_accents($6), '')) > 0)
      AND ($7::bigint IS NULL OR a.id < $7)
    ORDER BY a.id DESC LIMIT $8
"""


async def search(query: AuditQuery, *, before: int | None) -> list[dict[str, Any]]:
    """Return one entry more than a page holds, newest first, from before an entry's id."""
    return await rows(
        _SEARCH,
        [
            query.actor, query.action or None, query.subject or None, query.since, query.until,
            query.q or None, before, query.limit + 1,
        ],
    )  # fmt: skip
