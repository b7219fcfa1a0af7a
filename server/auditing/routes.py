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


@router.operation(
    "GET", "/admin/audit", summary="What the house's people did", query=AuditQuery, returns=AuditPage,
    guard=Guard.ADMIN, cache="no-store", refusals=(BadCursor,),
)  # fmt: skip
async def list_entries(_: Request, __: Caller, *, query: AuditQuery) -> AuditPage:
    """Newest first. The log is append-only: PostgreSQL refuses to change or delete an entry."""
    key = cursors.decode(query.cursor, 1)
    if key is not None and not isinstance(key[0], int):
        raise BadCursor
    found = await search(query, before=key[0] if key else None)
    page = found[: query.limit]
    more = cursors.encode(page[-1]["id"]) if len(found) > query.limit else None
    return AuditPage(items=[_entry(row) for row in page], next_cursor=more)


def _entry(row: dict[str, Any]) -> AuditEntryOut:
    return AuditEntryOut(**{**row, "before": _read(row["before"]), "after": _read(row["after"])})


def _read(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value
