"""What one process of the server holds open: settings, keys, limits, the seat engine and its live hub."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from seat_engine import MirrorHub, SeatEngine
from server.core.http.addresses import Pseudonyms
from server.core.http.door import Door
from server.core.http.origins import Origins
from server.core.keys import KeyRing
from server.core.limits import Limiter, Meter
from server.core.tokens import TokenSigner
from server.settings import Settings


class Revoked(Protocol):
    """Knows the sessions that were ended while access tokens of theirs still live."""

    def __contains__(self, session_id: object) -> bool:
        """Tell whether a session was ended."""
        ...

    async def look(self) -> None:
        """Learn now of those that were ended since."""
        ...


@dataclass(frozen=True, slots=True)
class Meters:
    """The coarse limits that every request is counted by."""

    address: Meter
    account: Meter
    hold_token: Meter

    @classmethod
    def of(cls, settings: Settings, limiter: Limiter) -> "Meters":
        """Make them from the settings."""
        return cls(
            address=limiter.meter(settings.rate_address, "address"),
            account=limiter.meter(settings.rate_account, "account"),
            hold_token=limiter.meter(settings.rate_hold_token, "hold_token"),
        )


@dataclass(frozen=True, slots=True)
class Runtime:
    """Handed to routes as ``request.app.ctx.runtime``; services receive the parts they need."""

    settings: Settings
    keys: KeyRing
    signer: TokenSigner
    revoked: Revoked
    roles_now: Callable[[UUID], Awaitable[frozenset[str]]]
    """Reads what somebody may do at this moment."""
    limiter: Limiter
    meters: Meters
    names: Pseudonyms
    """For what is counted in Redis: addresses, accounts."""
    origins: Origins
    socket_origins: Origins
    engine: SeatEngine
    hub: MirrorHub
    door: Door
