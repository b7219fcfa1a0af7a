"""The only place where a Redis key or channel name is written.

Everything about one show carries the same hash tag, so Redis Cluster keeps it on one node. The prefix stands
before the tag and separates environments; it must not contain braces, or it would become the tag.
"""

from dataclasses import dataclass

FORMAT = 3
"""Number of the form of a show's hash. A release that writes another form counts on: it opens shows anew from
the truth, and never reads what an older one left, nor the other way round while both run."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Names for one prefix."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if "{" in self.prefix or "}" in self.prefix:
            raise ValueError("a key prefix has no braces: they would change the hash tag")

    def show(self, show_id: int) -> str:
        """Return the hash with all state of a show: seats, holds, epoch, version."""
        return f"{self.prefix}{{show:{show_id}}}:seats.{FORMAT}"

    def channel(self, show_id: int) -> str:
        """Return the channel on which the show's changes are published."""
        return f"{self.prefix}{{show:{show_id}}}:live"

    def answer(self, show_id: int, verb: str, request: str) -> str:
        """Return the key under which the answer to one request is kept for a while."""
        return f"{self.prefix}{{show:{show_id}}}:q:{verb}:{request}"

    def opening(self, show_id: int) -> str:
        """Return the key that says who loads the show now."""
        return f"{self.prefix}{{show:{show_id}}}:opening"

    def memory(self) -> str:
        """Return the hash in which the caller notes what all live state was made from.

        Named like a show, so that whoever may use shows' keys may use it.
        """
        return f"{self.prefix}{{show:all}}:memory"

    def open_shows(self) -> str:
        """Return the set of shows that are open, read by the sweeper."""
        return f"{self.prefix}shows:open"
