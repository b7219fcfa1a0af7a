"""The only place where a Redis key or channel name is written.

Everything about one show carries the same hash tag, so Redis Cluster keeps it on one node. The prefix stands
before the tag and separates environments; it must not contain braces, or it would become the tag.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """Names for one prefix."""

    prefix: str = ""

    def __post_init__(self) -> None:
        if "{" in self.prefix or "}" in self.prefix:
            raise ValueError("a key prefix has no braces: they would change the hash tag")

    def show(self, show_id: int) -> str:
        """Return the hash with all state of a show: seats, holds, epoch, version."""
        return f"{self.prefix}{{show:{show_id}}}:seats"

    def channel(self, show_id: int) -> str:
        """Return the channel on which the show's changes are published."""
        return f"{self.prefix}{{show:{show_id}}}:live"

    def open_shows(self) -> str:
        """Return the set of shows that are open, read by the sweeper."""
        return f"{self.prefix}shows:open"
