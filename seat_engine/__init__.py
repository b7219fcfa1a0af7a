"""Live seats of shows: who may sit where, decided in Redis and told to everyone who looks.

Knows no SQL, no HTTP and no money. `SeatEngine` has the verbs, `MirrorHub` the live side.
"""

from seat_engine import errors
from seat_engine.audience import Subscription, Watcher
from seat_engine.engine import SeatEngine
from seat_engine.hub import MirrorHub
from seat_engine.layout import PlanSeat, SeatPlan
from seat_engine.limits import Limits
from seat_engine.mirror import Mirror
from seat_engine.model import Hold, PendingHold, SeatState, ShowState, Snapshot
from seat_engine.opening import Openings
from seat_engine.store import Store, open_store
from seat_engine.sweeper import Sweeper

__all__ = [
    "Hold",
    "Limits",
    "Mirror",
    "MirrorHub",
    "Openings",
    "PendingHold",
    "PlanSeat",
    "SeatEngine",
    "SeatPlan",
    "SeatState",
    "ShowState",
    "Snapshot",
    "Store",
    "Subscription",
    "Sweeper",
    "Watcher",
    "errors",
    "open_store",
]
