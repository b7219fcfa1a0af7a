"""Forgetting what proves nothing any more."""

from server.core.db import rows

_OLD: dict[str, str] = {
    # A spent token is kept as long as its session may go on: its second use must be known for what it is.
    "refresh_tokens": "expires_at < now()",
    "account_links": "expires_at < now() - interval '7 days'",
    "phone_codes": "expires_at < now() - interval '7 days'",
}


async def forget_old(limit: int) -> int:
    """Delete tokens, links and codes that ended, at most so many of each; return how many of the most."""
    most = 0
    for table, old in _OLD.items():
        gone = await rows(
            f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE {old} LIMIT $1) RETURNING id",  # noqa: S608 # names just above
            [limit],
        )
        most = max(most, len(gone))
    return most
