"""Live seats of shows: who may sit where, decided in Redis and told to everyone who looks.

Knows no SQL, no HTTP and no money. `SeatEngine` has the verbs, `MirrorHub` the live side.
"""

from seat_engine import errors
from seat_engine.audience import Subscription, Watcher
from seat_engine.engine import SeatEngine
from seat_engine.hub import MirrorHub
from seat_engine.mirror import Mirror
from seat_engine.model import Hold, PendingHold, SeatState, Snapshot

__all__ = [
    "Hold",
    "Mirror",
    "MirrorHub",
    "PendingHold",
    "SeatEngine",
    "SeatState",
    "Snapshot",
    "Subscription",
    "Watcher",
    "errors",
]
