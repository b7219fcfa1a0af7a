"""Deleting an account: nothing that is left names the person, and the books still add up.

Sales stay, as the law and every sum in the ledger need them; they hold the account's number and no name. The
audit log stays too: it says that an account did something and from which address, for as long as the house
keeps it.
"""

from server.accounts import emails, people, sessions
from server.accounts.models import User
from server.core import audit
from server.core.clock import now
from server.core.db import rows
from server.core.errors import NotFound
from server.core.tokens import Caller
from server.privacy.errors import BookingsAhead

_AHEAD = """
    SELECT b.reference FROM bookings b JOIN shows s ON s.id = b.show_id
    WHERE b.user_id = $1 AND b.status IN ('pending', 'confirmed') AND s.ends_at > now()
        AND (b.status = 'pending'
            OR EXISTS (SELECT FROM tickets t WHERE t.booking_id = b.id AND t.status = 'valid'))
    ORDER BY b.created_at LIMIT 20
"""
_NOBODY = "deleted"


async def delete(caller: Caller, *, address: str) -> None:
    """Delete the caller's account, and say good-bye by mail. Inside a transaction.

    Raises ``NotFound``, ``BookingsAhead``, and ``LastAdmin`` for the only one there is.
    """
    user = await User.filter(id=caller.user_id, deleted_at=None).select_for_update().first()
    if user is None:
        raise NotFound
    if ahead := await rows(_AHEAD, [user.id]):
        raise BookingsAhead(bookings=[booking["reference"] for booking in ahead])
    await people.resign(user.id)
    await emails.tell(user, "account_deleted")
    await sessions.end_all(user.id)
    await rows("UPDATE sessions SET user_agent = '', address = '' WHERE user_id = $1", [user.id])
    for table in ("account_links", "phone_codes", "messages"):
        await rows(f"DELETE FROM {table} WHERE user_id = $1", [user.id])  # noqa: S608 # the names just above
    user.email = f"{_NOBODY}-{user.id}@{_NOBODY}.invalid"
    user.name, user.password_hash, user.phone = "—", "", None
    user.email_verified_at = user.phone_verified_at = None
    user.deleted_at = now()
    await user.save()
    await audit.record(caller, "account.delete", f"user:{user.id}", address=address)
