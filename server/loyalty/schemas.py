"""Wire shapes of points."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from server.core.wire import Cursor, Moment, Page, Query, Wire
from server.loyalty.models import PointsReason


class PointsQuery(Query):
    """Where in the list to go on."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


class PointsEntryOut(Wire):
    """Points that came or went, and why."""

    id: int
    delta: int
    reason: PointsReason
    booking_id: UUID | None
    available_at: Annotated[Moment, Field(description="From then on it counts in the balance")]
    created_at: Moment


class PointsOut(Page[PointsEntryOut]):
    """A customer's points, with one page of what moved them, newest first."""

    balance: Annotated[int, Field(description="What can be spent now")]
    coming: Annotated[int, Field(description="Earned with shows that have not ended yet")]
