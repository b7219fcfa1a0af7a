"""What one process of the server holds open: settings, keys, the seat engine and its live hub."""

from dataclasses import dataclass

from seat_engine import MirrorHub, SeatEngine
from server.core.http.door import Door
from server.core.tokens import TokenSigner
from server.settings import Settings


@dataclass(frozen=True, slots=True)
class Runtime:
    """Handed to routes as ``request.app.ctx.runtime``; services receive the parts they need."""

    settings: Settings
    signer: TokenSigner
    engine: SeatEngine
    hub: MirrorHub
    door: Door
