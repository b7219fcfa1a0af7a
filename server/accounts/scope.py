"""Whose house it is: at which theatres somebody of the house may decide, and at which they serve customers.

Grants are read anew each time: a token says what somebody was when they signed in.
"""

from collections.abc import Iterable
from uuid import UUID

from server.accounts.models import Role, RoleGrant
from server.core.errors import NotAllowed
from server.core.tokens import Caller

_DECIDE = (Role.ADMIN, Role.MANAGER)
_SERVE = (*_DECIDE, Role.STAFF)

Theatres = list[int] | None
"""Theatres by id; None is all of them."""


async def roles_now(user_id: UUID) -> frozenset[str]:
    """Return the roles that somebody has at this moment, at any theatre."""
    return frozenset(grant.role.value for grant in await RoleGrant.filter(user_id=user_id))


async def managed_theatres(caller: Caller) -> Theatres:
    """Return the theatres that somebody of the house may decide for."""
    return await _theatres(caller, _DECIDE)


async def served_theatres(caller: Caller) -> Theatres:
    """Return the theatres where somebody of the house serves customers, in any role."""
    return await _theatres(caller, _SERVE)


async def ensure_manages(caller: Caller, theatre_id: int) -> None:
    """Raise ``NotAllowed`` unless the caller is an admin, or manager of this theatre or of all of them."""
    if not among(theatre_id, await managed_theatres(caller)):
        raise NotAllowed("This theatre is managed by somebody else")


async def serves_at(caller: Caller | None, theatre_id: int) -> bool:
    """Tell whether the caller serves customers at this theatre."""
    return caller is not None and among(theatre_id, await served_theatres(caller))


def among(theatre_id: int, theatres: Theatres) -> bool:
    """Tell whether a theatre is one of these."""
    return theatres is None or theatre_id in theatres


async def _theatres(caller: Caller, roles: Iterable[Role]) -> Theatres:
    if not caller.is_staff:  # nobody of the house when they signed in: there is nothing to read
        return []
    grants = await RoleGrant.filter(user_id=caller.user_id, role__in=list(roles))
    theatres = {None if grant.role is Role.ADMIN else grant.theatre_id for grant in grants}
    return None if None in theatres else sorted(theatre for theatre in theatres if theatre is not None)
