"""Who buys and who sells: a customer online, or the theatre's people at the counter for somebody else.

What a sale brings belongs to the buyer: points, a promotion's use, messages, the booking itself. Whoever
stands behind the counter is written down as the seller, and gains nothing by it.
"""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from server.accounts.errors import NotYourAccount
from server.accounts.scope import serves_at
from server.accounts.service import get_user
from server.booking.errors import OwnBooking
from server.core.errors import NotAllowed, NotFound
from server.core.tokens import Caller
from server.venues.shows import recent_show

SaleKind = Literal["online", "counter"]


@dataclass(frozen=True, slots=True)
class Sale:
    """Whose a booking is to be, and who sold it."""

    buyer: UUID | None
    """The account it belongs to; None for a walk-in, who has none."""
    seller: UUID | None
    """Who of the theatre's people sold it at the counter; None for a sale online."""

    @property
    def kind(self) -> SaleKind:
        """Where it is sold."""
        return "online" if self.seller is None else "counter"


async def sale_of(user_id: UUID | None, kind: SaleKind | None, *, show_id: int, caller: Caller) -> Sale:
    """Return the sale that a request asks for.

    For the caller's own account it is one online, whatever roles they have; for somebody else's, or nobody's,
    it is one at the counter of the show's theatre, by somebody who serves customers there. Raises
    ``NotYourAccount``, ``NotAllowed``, ``OwnBooking`` and ``NotFound``.
    """
    if user_id == caller.user_id and kind != "counter":
        return Sale(user_id, None)
    if kind == "online":
        raise NotYourAccount
    if not await _serves(caller, show_id):
        if user_id == caller.user_id:
            raise NotAllowed("Only people of this theatre sell at its counter")
        raise NotYourAccount
    if user_id == caller.user_id:
        raise OwnBooking
    if user_id is not None and (await get_user(user_id)).deleted_at is not None:
        raise NotFound("There is no such account")
    return Sale(user_id, caller.user_id)


async def ensure_sells(caller: Caller | None, show_id: int) -> None:
    """Raise ``NotAllowed`` unless the caller sells at the counter of a show's theatre."""
    if caller is None or not await _serves(caller, show_id):
        raise NotAllowed("Only people of this theatre sell at its counter")


async def _serves(caller: Caller, show_id: int) -> bool:
    return caller.is_staff and await serves_at(caller, (await recent_show(show_id)).theatre_id)
