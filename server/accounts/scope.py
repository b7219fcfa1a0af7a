"""Whose house it is: at which theatres somebody of the house may decide, and at which they serve customers.

Grants are read anew each time: a token says what somebody was when they signed in.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class TheatresOf:
    """Where somebody of the house works."""

    managed: Theatres
    """The theatres they may decide for."""
    served: Theatres
    """The theatres where they serve customers, in any role."""


async def theatres_of(caller: Caller) -> TheatresOf:
    """Return where somebody of the house works, all of it at one moment."""
    grants = await _grants(caller)
    return TheatresOf(_theatres(grants, _DECIDE), _theatres(grants, _SERVE))


async def managed_theatres(caller: Caller) -> Theatres:
    """Return the theatres that somebody of the house may decide for."""
    return (await theatres_of(caller)).managed


async def served_theatres(caller: Caller) -> Theatres:
    """Return the theatres where somebody of the house serves customers, in any role."""
    return (await theatres_of(caller)).served


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


async def _grants(caller: Caller) -> list[RoleGrant]:
    # Nobody of the house when they signed in: there is nothing to read.
    return await RoleGrant.filter(user_id=caller.user_id) if caller.is_staff else []


def _theatres(grants: Iterable[RoleGrant], roles: Container[Role]) -> Theatres:
    theatres = {
        None if grant.role is Role.ADMIN else grant.theatre_id for grant in grants if grant.role in roles
    }
    return None if None in theatres else sorted(theatre for theatre in theatres if theatre is not None)
