"""Whose house it is: which theatres somebody of the house may decide for."""

from server.accounts.models import Role, RoleGrant
from server.core.errors import NotAllowed
from server.core.tokens import Caller


async def managed_theatres(caller: Caller) -> list[int] | None:
    """Return the theatres that somebody of the house may decide for; None is all of them.

    The grants are read anew: a token says what somebody was when they signed in.
    """
    grants = await RoleGrant.filter(user_id=caller.user_id, role__in=[Role.ADMIN, Role.MANAGER])
    theatres = {None if grant.role is Role.ADMIN else grant.theatre_id for grant in grants}
    return None if None in theatres else sorted(theatre for theatre in theatres if theatre is not None)


async def worked_theatres(caller: Caller) -> list[int] | None:
    """Return the theatres in which somebody works in any role; None is all of them."""
    grants = await RoleGrant.filter(user_id=caller.user_id)
    theatres = {None if grant.role is Role.ADMIN else grant.theatre_id for grant in grants}
    return None if None in theatres else sorted(theatre for theatre in theatres if theatre is not None)


async def ensure_manages(caller: Caller, theatre_id: int) -> None:
    """Raise ``NotAllowed`` unless the caller is an admin, or manager of this theatre or of all of them."""
    theatres = await managed_theatres(caller)
    if theatres is not None and theatre_id not in theatres:
        raise NotAllowed("This theatre is managed by somebody else")
