"""Wire shapes of the audit log."""

from typing import Annotated, Any, get_args
from uuid import UUID

from pydantic import Field, WithJsonSchema

from server.core.audit import Action
from server.core.calendar import GivenMoment
from server.core.wire import Cursor, Moment, Page, Query, Wire

# What an older or a newer release wrote is shown as it was written.
_Deed = Annotated[
    str, WithJsonSchema({"anyOf": [{"type": "string", "enum": list(get_args(Action))}, {"type": "string"}]})
]


class AuditQuery(Query):
    """Which entries."""

    actor: Annotated[UUID | None, Field(description="Who did it")] = None
    action: Annotated[str | None, Field(max_length=60, description="show.cancel, or all of show")] = None
    subject: Annotated[str | None, Field(max_length=120, description="show:7, or all of show")] = None
    since: GivenMoment | None = None
    until: GivenMoment | None = None
    q: Annotated[str | None, Field(max_length=120, description="Text anywhere in an entry")] = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class AuditEntryOut(Wire):
    """Who did what, to what, from what to what, why, when and from where."""

    id: int
    at: Moment
    actor_id: UUID
    actor_name: str | None
    actor_email: str | None
    action: _Deed
    subject: str
    before: Any
    after: Any
    reason: str | None
    address: str


class AuditPage(Page[AuditEntryOut]):
    """Entries, newest first."""
