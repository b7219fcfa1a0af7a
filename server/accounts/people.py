"""The house's view of its people: who they are, and what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.accounts import sessions
from server.accounts.errors import LastAdmin
from server.accounts.models import Role, RoleGrant, User
from server.accounts.scope import roles_now
from server.core import audit
from server.core.db import rows
from server.core.errors import Invalid, NotAllowed, NotFound
from server.core.tokens import Caller

_FOUND = """
    SELECT u.id, u.email, u.name, u.phone, u.locale, u.email_verified_at, u.created_at, u.deleted_at,
        coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.role, 'theatre_id', g.theatre_id)
                  ORDER BY g.id) FROM role_grants g WHERE g.user_id = u.id), '[]') AS grants
    FROM users u
    WHERE ($1::text IS NULL
         OR strpos(search_forms(u.name || ' ' || u.email), nullif(fold_accents($1), '')) > 0)
        AND ($2::text IS NULL OR EXISTS (SELECT FROM role_grants g WHERE g.user_id = u.id AND g.role = $2))
        AND ($3::uuid IS NULL OR u.id < $3) AND ($4::uuid IS NULL OR u.id = $4)
    ORDER BY u.id DESC LIMIT $5
"""


@dataclass(frozen=True, slots=True)
class Given:
    """A role, at one theatre or (None) at all of them."""

    role: Role
    theatre_id: int | None


async def find(
    *, text: str | None = None, role: Role | None = None, before: UUID | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """Return people whose name or address contains the text, newest first, from before a user's id."""
    return await rows(_FOUND, [text, role.value if role else None, before, None, limit])


async def get(user_id: UUID) -> dict[str, Any]:
    """Return one of the people; raises ``NotFound``."""
    found = await rows(_FOUND, [None, None, None, user_id, 1])
    if not found:
        raise NotFound
    return found[0]


async def set_roles(
    caller: Caller, user_id: UUID, wanted: Sequence[Given], *, reason: str, address: str
) -> None:
    """Give somebody exactly these roles beyond customer. Inside a transaction.

    Who loses one is signed out everywhere: their tokens still say what they were. Raises ``NotFound``,
    ``LastAdmin``, ``Invalid`` for a theatre that is none, and ``NotAllowed`` where the caller was an admin
    until the change that this one had to wait for.
    """
    await _one_change_at_a_time()
    if Role.ADMIN not in await roles_now(caller.user_id):
        raise NotAllowed
    user = await User.filter(id=user_id, deleted_at=None).first()
    if user is None:
        raise NotFound
    await _ensure_theatres({given.theatre_id for given in wanted if given.theatre_id is not None})
    before = {Given(grant.role, grant.theatre_id) for grant in await RoleGrant.filter(user_id=user_id)}
    after = set(wanted)
    if before == after:
        return
    await _ensure_another_admin(user_id, before, after)
    await RoleGrant.filter(user_id=user_id).delete()
    await RoleGrant.bulk_create(
        [RoleGrant(user_id=user_id, role=given.role, theatre_id=given.theatre_id) for given in after]
    )
    if before - after:
        await sessions.end_all(user_id)
    await audit.record(
        caller, "user.roles", f"user:{user_id}", before=_told(before), after=_told(after), reason=reason,
        address=address,
    )  # fmt: skip


async def resign(user_id: UUID) -> None:
    """Take every role from somebody who leaves; raises ``LastAdmin``. Inside a transaction."""
    await _one_change_at_a_time()
    before = {Given(grant.role, grant.theatre_id) for grant in await RoleGrant.filter(user_id=user_id)}
    await _ensure_another_admin(user_id, before, set())
    await RoleGrant.filter(user_id=user_id).delete()


async def sign_out(caller: Caller, user_id: UUID, *, reason: str, address: str) -> int:
    """End every session of somebody; return how many. Inside a transaction. Raises ``NotFound``."""
    if not await User.filter(id=user_id).exists():
        raise NotFound
    ended = await sessions.end_all(user_id)
    await audit.record(
        caller, "user.sign_out", f"user:{user_id}", after={"sessions": len(ended)}, reason=reason,
        address=address,
    )  # fmt: skip
    return len(ended)


async def _one_change_at_a_time() -> None:
    """Have changes of roles wait for each other: two admins cannot each take the other's role."""
    await rows("SELECT pg_advisory_xact_lock(hashtext('role_grants'))")


async def _ensure_another_admin(user_id: UUID, before: set[Given], after: set[Given]) -> None:
    leaves = _is_admin(before) and not _is_admin(after)
    if leaves and not await RoleGrant.filter(role=Role.ADMIN).exclude(user_id=user_id).exists():
        raise LastAdmin


async def _ensure_theatres(theatre_ids: set[int]) -> None:
    known = {
        found["id"] for found in await rows("SELECT id FROM theatres WHERE id = ANY($1)", [list(theatre_ids)])
    }
    if unknown := sorted(theatre_ids - known):
        raise Invalid(
            errors=[
                {"field": "grants", "code": "unknown_theatre", "message": f"There is no theatre {unknown[0]}"}
            ]
        )


def _is_admin(grants: set[Given]) -> bool:
    return any(given.role is Role.ADMIN for given in grants)


def _told(grants: set[Given]) -> list[dict[str, object]]:
    return sorted(
        ({"role": given.role.value, "theatre_id": given.theatre_id} for given in grants),
        key=lambda told: (str(told["role"]), str(told["theatre_id"])),
    )
