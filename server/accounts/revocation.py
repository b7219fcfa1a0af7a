"""Sessions that were ended: their access tokens stop counting within a second, in every process."""

from datetime import timedelta
from uuid import UUID

from server.core.db import AWAY, rows
from server.core.outage import POSTGRESQL
from server.core.repeating import Repeating

_LOOK_SECONDS = 1.0


class RevokedSessions:
    """The sessions ended within the lifetime of an access token, read from PostgreSQL every second.

    A token says what was true when it was signed. Asking PostgreSQL at each request would cost every request
    a round trip; knowing it a second later costs nobody anything.
    """

    def __init__(self, *, lifetime: timedelta) -> None:
        self._lifetime = lifetime
        self._known: frozenset[UUID] = frozenset()
        self._looking = Repeating(self._look_again, seconds=_LOOK_SECONDS)

    def __contains__(self, session_id: object) -> bool:
        return session_id in self._known

    async def start(self) -> None:
        """Read once, then go on reading."""
        await self.look()
        self._looking.start()

    async def aclose(self) -> None:
        """Stop reading."""
        await self._looking.aclose()

    async def look(self) -> None:
        """Read now; who ends a session asks for this, so that at least here it is over at once."""
        found = await rows(
            "SELECT id FROM sessions WHERE revoked_at > now() - make_interval(secs => $1)",
            [self._lifetime.total_seconds()],
        )
        self._known = frozenset(session["id"] for session in found)

    async def _look_again(self) -> None:
        try:
            await self.look()
        except AWAY as error:
            # Without PostgreSQL nothing is sold either; what was known stays known.
            POSTGRESQL.met(error, task="revocations")
