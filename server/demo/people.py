"""The demo people, one for each role and two customers, so that a seat can be fought over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from server.accounts.models import Role
from server.core.ids import new_id
from server.demo.copying import copy, keys

DEMO_PASSWORD = "popcorn-at-eight"  # noqa: S105 - published on purpose: the demo house is refused in production
"""The one password of all demo people."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as; ``theatre`` is the slug of the one theatre where the role counts, or None."""

    email: str
    name: str
    role: Role
    theatre: str | None = None
    password: str = DEMO_PASSWORD


DEMO_PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("asha@example.com", "Asha Rao", Role.CUSTOMER),
    DemoPerson("ben@example.com", "Ben Okafor", Role.CUSTOMER),
    DemoPerson("staff@example.com", "Sana Qureshi", Role.STAFF, "golconda-talkies"),
    DemoPerson("manager@example.com", "Mohan Reddy", Role.MANAGER, "golconda-talkies"),
    DemoPerson("admin@example.com", "Ada Fernandes", Role.ADMIN),
)
"""Every demo person; all addresses are of the domain reserved for examples."""


async def load_people(*, now: datetime, hash_password: Callable[[str], str]) -> int:
    """Add the demo people who are missing, verified, with their roles; return how many were added."""
    present, theatres = await keys("users", "email"), await keys("theatres", "slug")
    missing = [(new_id(), person) for person in DEMO_PEOPLE if person.email not in present]
    await copy(
        "users",
        ("id", "email", "name", "password_hash", "locale", "email_verified_at", "created_at"),
        [(key, who.email, who.name, hash_password(who.password), "en", now, now) for key, who in missing],
    )
    grants = [
        (key, who.role.value, theatres[who.theatre] if who.theatre else None)
        for key, who in missing
        if who.role is not Role.CUSTOMER
    ]
    await copy("role_grants", ("user_id", "role", "theatre_id"), grants)
    return len(missing)
