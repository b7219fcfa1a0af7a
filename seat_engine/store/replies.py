"""What an error reply of Redis means to a caller."""

import re

from redis.exceptions import NoScriptError, ResponseError

from seat_engine.errors import EngineUnavailable

# Redis before 7 wraps what a script meets: "ERR Error running script (…): … -OOM command not allowed".
_WORD = re.compile(r"(?:ERR Error running script .*? -)?([A-Z]+)")
_PASSING = frozenset(
    {"LOADING", "READONLY", "OOM", "MASTERDOWN", "CLUSTERDOWN", "BUSY", "TRYAGAIN", "NOREPLICAS", "MISCONF"}
)
"""A server that starts, was demoted, is full or busy, or cannot save: the same command may work later."""


class ErrorReply(Exception):
    """An error reply as it came, not yet anybody's."""

    def __init__(self, message: str) -> None:
        self.message = message
        """The whole line."""
        super().__init__(message)

    @property
    def word(self) -> str:
        """The error's first word, by which Redis tells kinds of errors apart."""
        found = _WORD.match(self.message)
        return found[1] if found is not None else ""

    def meaning(self) -> Exception:
        """Return what the caller is to be told."""
        word = self.word
        if word in {"MOVED", "ASK"}:
            return Redirected(self.message)
        if word in {"TRYAGAIN", "CLUSTERDOWN"}:
            return Unsettled(self.message)
        if word in _PASSING:
            return EngineUnavailable(self.message)
        if word == "NOSCRIPT":
            return NoScriptError(self.message)
        return ResponseError(self.message)


class Redirected(ResponseError):
    """A node of a cluster says that another one has the slot: for good (MOVED) or for this command (ASK)."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        word, slot, place = message.split(" ")[:3]
        host, _, port = place.rpartition(":")
        self.for_good = word == "MOVED"
        """True for MOVED."""
        self.slot = int(slot)
        self.host = host
        """Empty when it is the host of the node that answered."""
        self.port = int(port)


class Unsettled(EngineUnavailable):
    """The cluster is between two states; a moment later the command may pass."""


class Broken(Exception):
    """A connection is of no use any more: cut, silent, or talking nonsense."""
