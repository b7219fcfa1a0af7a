"""The model in use in this process: exchanged while requests go on, without a restart.

Once in a while the process looks which version is in use. Another one is loaded and tried out beside the one
that serves, and takes its place in one assignment; one that does not load is refused, and the old one stays.
"""

import asyncio

import structlog

from ml.predictor import Predictor
from server.core.db import AWAY
from server.core.errors import DomainError
from server.core.outage import POSTGRESQL
from server.core.repeating import Repeating
from server.forecasting import versions
from server.forecasting.errors import NoForecasts

log = structlog.get_logger(__name__)

_LOOK_SECONDS = 0.4


class ModelShelf:
    """Holds the predictor in use; safe to ask at any moment."""

    def __init__(self) -> None:
        self._predictor: Predictor | None = None
        self._refused: str | None = None
        self._looking = Repeating(self._look_again, seconds=_LOOK_SECONDS)
        self._alone = asyncio.Lock()

    @property
    def predictor(self) -> Predictor:
        """Return the model in use; raises ``NoForecasts`` where there is none."""
        if self._predictor is None:
            raise NoForecasts
        return self._predictor

    @property
    def version(self) -> str | None:
        """The version that answers here, if any."""
        return None if self._predictor is None else self._predictor.version

    async def start(self) -> None:
        """Load what is in use, else what was before it, then go on looking."""
        await self.look()
        if self._predictor is None:
            for change in reversed(await versions.changes()):
                if await self._take(change.version):
                    break
        self._looking.start()

    async def aclose(self) -> None:
        """Stop looking."""
        await self._looking.aclose()

    async def look(self) -> None:
        """Look now; who changes the version asks for this, so that at least here it counts at once."""
        async with self._alone:
            wanted = await versions.in_use()
            if wanted is None or wanted in {self.version, self._refused}:
                return
            self._refused = None if await self._take(wanted) else wanted

    async def _take(self, version: str) -> bool:
        try:
            self._predictor = await versions.load(version)
        except DomainError as error:
            # What is wrong with it is said in a sentence; where in the program it was found helps nobody.
            log.error("model_refused", version=version, error=error.detail, stays=self.version)  # noqa: TRY400
            return False
        log.info("model_taken", version=version)
        return True

    async def _look_again(self) -> None:
        try:
            await self.look()
        except AWAY as error:
            # What is here goes on answering.
            POSTGRESQL.met(error, task="model")
