"""The house's people, for admins: find them, say what they may do, sign them out."""

from typing import Any
from uuid import UUID

import orjson
from sanic import Request

from server.accounts import people
from server.accounts.errors import LastAdmin
from server.accounts.people import Given
from server.accounts.routes import parts
from server.accounts.schemas import Ended, PeopleQuery, PersonList, PersonOut, RolesChange, Why
from server.core import cursor as cursors
from server.core.cursor import BadCursor
from server.core.db import transaction
from server.core.errors import Invalid, NotFound
from server.core.http.caller import Guard, client_address
from server.core.http.operation import Router
from server.core.tokens import Caller

router = Router("people")
_CURSORS = cursors.Cursors("people", cursors.ID)


@router.operation(
    "GET", "/admin/users", summary="People with an account", query=PeopleQuery, returns=PersonList,
    guard=Guard.ADMIN, cache="no-store", refusals=(BadCursor,),
)  # fmt: skip
async def list_people(_: Request, __: Caller, *, query: PeopleQuery) -> PersonList:
    """Newest first."""
    (before,) = _CURSORS.decode(query.cursor) or (None,)
    found = await people.find(text=query.q, role=query.role, before=before, limit=query.limit + 1)
    page = found[: query.limit]
    more = _CURSORS.encode(page[-1]["id"]) if len(found) > query.limit else None
    return PersonList(items=[_person(row) for row in page], next_cursor=more)


@router.operation(
    "GET", "/admin/users/<user_id:uuid>", summary="One of them", returns=PersonOut, guard=Guard.ADMIN,
    cache="no-store", refusals=(NotFound,),
)  # fmt: skip
async def get_person(_: Request, __: Caller, *, user_id: UUID) -> PersonOut:
    """With the roles they have."""
    return _person(await people.get(user_id))


@router.operation(
    "PUT", "/admin/users/<user_id:uuid>/roles", summary="Say what somebody may do", body=RolesChange,
    returns=PersonOut, guard=Guard.ADMIN, refusals=(NotFound, LastAdmin, Invalid),
)  # fmt: skip
async def set_roles(request: Request, caller: Caller, *, user_id: UUID, body: RolesChange) -> PersonOut:
    """All roles beyond customer, in place of those there were. Who loses one is signed out everywhere."""
    wanted = [Given(grant.role, grant.theatre_id) for grant in body.grants]
    async with transaction():
        await people.set_roles(caller, user_id, wanted, reason=body.reason, address=client_address(request))
        person = await people.get(user_id)
    await parts.runtime_of(request).revoked.look()
    return _person(person)


@router.operation(
    "POST", "/admin/users/<user_id:uuid>/sign-out", summary="Sign somebody out everywhere", body=Why,
    returns=Ended, guard=Guard.ADMIN, refusals=(NotFound,),
)  # fmt: skip
async def sign_out(request: Request, caller: Caller, *, user_id: UUID, body: Why) -> Ended:
    """For an account that somebody else got hold of."""
    async with transaction():
        ended = await people.sign_out(caller, user_id, reason=body.reason, address=client_address(request))
    await parts.runtime_of(request).revoked.look()
    return Ended(ended=ended)


def _person(row: dict[str, Any]) -> PersonOut:
    grants = row["grants"]
    return PersonOut(
        **{
            name: row[name] for name in ("id", "email", "name", "phone", "locale", "created_at", "deleted_at")
        },
        email_verified=row["email_verified_at"] is not None,
        grants=orjson.loads(grants) if isinstance(grants, str | bytes) else grants,
    )
