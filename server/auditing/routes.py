"""Routes of the audit log."""

from typing import Any

import orjson
from sanic import Request

from server.auditing.schemas import AuditEntryOut, AuditPage, AuditQuery
from server.auditing.search import search
from server.core import cursor as cursors
from server.core.cursor import BadCursor
from server.core.http.caller import Guard
from server.core.http.operation import Router
from server.core.tokens import Caller

router = Router("audit")
_CURSORS = cursors.Cursors("audit", cursors.BIGINT)


@router.operation(
    "GET", "/admin/audit", summary="What the house's people did", query=AuditQuery, returns=AuditPage,
    guard=Guard.ADMIN, cache="no-store", refusals=(BadCursor,),
)  # fmt: skip
async def list_entries(_: Request, __: Caller, *, query: AuditQuery) -> AuditPage:
    """Newest first. The log is append-only: PostgreSQL refuses to change or delete an entry."""
    (before,) = _CURSORS.decode(query.cursor) or (None,)
    found = await search(query, before=before)
    page = found[: query.limit]
    more = _CURSORS.encode(page[-1]["id"]) if len(found) > query.limit else None
    return AuditPage(items=[_entry(row) for row in page], next_cursor=more)


def _entry(row: dict[str, Any]) -> AuditEntryOut:
    return AuditEntryOut(**{**row, "before": _read(row["before"]), "after": _read(row["after"])})


def _read(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value
