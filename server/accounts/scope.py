"""Whose house it is: which theatres somebody of the house may decide for."""

from server.accounts.models import Role, RoleGrant
from server.core.errors import NotAllowed
from server.core.tokens import Caller


async def ensure_manages(caller: Caller, theatre_id: int) -> None:
    """Raise ``NotAllowed`` unless the caller is an admin, or manager of this theatre or of all of them.

    The grants are read anew: a token says what somebody was when they signed in.
    """
    grants = await RoleGrant.filter(user_id=caller.user_id, role__in=[Role.ADMIN, Role.MANAGER])
    for grant in grants:
        if grant.role is Role.ADMIN or grant.theatre_id in {None, theatre_id}:
            return
    raise NotAllowed("This theatre is managed by somebody else")


async def managed_theatres(caller: Caller) -> list[int] | None:
    """Return the theatres that the caller manages; None for all of them."""
    grants = await RoleGrant.filter(user_id=caller.user_id, role__in=[Role.ADMIN, Role.MANAGER])
    if any(grant.role is Role.ADMIN or grant.theatre_id is None for grant in grants):
        return None
    return [grant.theatre_id for grant in grants if grant.theatre_id is not None]
