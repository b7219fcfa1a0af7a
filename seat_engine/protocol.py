"""The wire: what Redis publishes between processes, and the frames that clients receive.

Redis publishes `<kind> <epoch> <from> <to> <body>`, where the body of a seat change is the frame's own list
of changes and the body of a price notice is the frame's own fields, so that a change which travels alone is
passed on as it came. Frames are JSON text (UTF-8), made once and shared by every client.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum, unique
from functools import cached_property

from seat_engine.model import Snapshot

SUBPROTOCOL = "seats.v1"
"""WebSocket subprotocol of these frames."""


@unique
class CloseCode(IntEnum):
    """Why a socket of this protocol was closed, and so what its client should do next."""

    GOING_AWAY = 1001
    """This process is stopping and others serve: connect again at once, spread over a moment."""
    POLICY = 1008
    """The client said what it has no business saying: a fault of the client's, which it should not repeat."""
    TRY_AGAIN_LATER = 1013
    """The client was too slow, or the state cannot be had for the moment: connect again after a pause."""
    FOREIGN_ORIGIN = 4403
    """The page is of a site that may not watch: connecting again gets the same answer."""
    NO_SUCH_SHOW = 4404
    """No such show is on sale: connecting again gets the same answer."""
    TOO_MANY_SOCKETS = 4429
    """The client's address has as many sockets as it may have: connect again after a longer pause."""


CLOSED_FRAME = b'{"t":"closed"}'
"""Tells clients that the show is over."""


class Kind(StrEnum):
    """First word of a published message."""

    SEATS = "d"
    PRICE = "p"
    OPENED = "o"
    CLOSED = "c"


@dataclass(frozen=True)
class Message:
    """One published change: the state went from version `first - 1` to `last` of this epoch."""

    kind: Kind
    epoch: str
    first: int
    last: int
    body: bytes

    @cached_property
    def seats(self) -> list[tuple[int, int]]:
        """Pairs of seat and state, in the order in which they happened; none for other kinds."""
        return json.loads(self.body) if self.kind is Kind.SEATS else []


def parse_message(payload: bytes) -> Message:
    """Read a published message; a foreign one is a ValueError."""
    kind, epoch, first, last, body = payload.split(b" ", 4)
    return Message(Kind(kind.decode()), epoch.decode(), int(first), int(last), body)


def held_notice(listed: str) -> str:
    """Return the body of a change after which all these seats, joined by commas, are held."""
    return f"[[{listed.replace(',', ',1],[')},1]]"


def price_notice(prices: Mapping[str, int], source: str) -> bytes:
    """Return the body of a price notice: the fields a price frame adds to its type and version."""
    return json.dumps({"p": dict(prices), "src": source}, separators=(",", ":"))[1:-1].encode()


def snapshot_frame(snapshot: Snapshot) -> bytes:
    """Return the frame that carries a whole state: the seats, and the prices if a notice of them came."""
    return b'{"t":"snap","e":"%b","v":%d,"s":"%b"%b}' % (
        snapshot.epoch.encode(),
        snapshot.version,
        snapshot.states.encode(),
        b"," + snapshot.prices if snapshot.prices else b"",
    )


def price_frame(version: int, notice: bytes) -> bytes:
    """Return the frame of a price notice that brought the state to `version`."""
    return b'{"t":"price","v":%d,%b}' % (version, notice)


def ping_frame(version: int) -> bytes:
    """Return the frame that says, when nothing happens, which version there is."""
    return b'{"t":"ping","v":%d}' % version


def change_frames(messages: Iterable[Message]) -> list[bytes]:
    """Return the frames for consecutive changes: seat changes between two price notices become one delta."""
    frames: list[bytes] = []
    run: list[Message] = []
    for message in messages:
        if message.kind is Kind.SEATS:
            run.append(message)
            continue
        frames += _delta_frames(run)
        run = []
        frames.append(price_frame(message.last, message.body))
    return frames + _delta_frames(run)


def _delta_frames(run: list[Message]) -> list[bytes]:
    """Return one delta for a run of seat changes, if there are any; the last state of a seat wins."""
    if not run:
        return []
    body = run[0].body
    if len(run) > 1:
        states = {seat: state for message in run for seat, state in message.seats}
        body = json.dumps(list(states.items()), separators=(",", ":")).encode()
    return [b'{"t":"d","v":[%d,%d],"c":%b}' % (run[0].first, run[-1].last, body)]
