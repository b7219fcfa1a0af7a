"""Making somebody an admin from the command line: the first one has nobody to ask."""

from server.accounts.models import Role, RoleGrant, User
from server.core import audit, db
from server.core.db import transaction
from server.core.tokens import Caller
from server.settings import Settings


async def make_admin(settings: Settings, email: str) -> str:
    """Make the owner of an address admin; return what was done, as a sentence. Raises ``LookupError``."""
    await db.connect(settings.database_url)
    try:
        async with transaction():
            user = await User.filter(email=email.strip().lower(), deleted_at=None).first()
            if user is None:
                raise LookupError(f"nobody has an account with {email}: sign up first")
            _, made = await RoleGrant.get_or_create(user_id=user.id, role=Role.ADMIN, theatre_id=None)
            if not made:
                return f"{user.email} is an admin already"
            # Whoever may run this command may do anything; the entry says that it was done here.
            await audit.record(
                Caller(user.id, user.id, frozenset()), "user.roles", f"user:{user.id}",
                after=[{"role": "admin", "theatre_id": None}], reason="From the command line",
            )  # fmt: skip
        return f"{user.email} is an admin from the next sign-in on"
    finally:
        await db.disconnect()
