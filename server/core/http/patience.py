"""Connections on which a request has a time to come in, however it trickles.

The framework's own limits begin anew with every byte, so a client that sends one now and then keeps its
connection, and what the server holds for it, for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from sanic.exceptions import RequestTimeout, ServiceUnavailable
from sanic.http import Stage
from sanic.server.protocols.websocket_protocol import WebSocketProtocol

_FAREWELL_SECONDS = 1.0
"""For the answer to reach the client."""
_COMING_IN = frozenset({Stage.REQUEST, Stage.HANDLER})
"""The head of a request, and its body."""


class PatientProtocol(WebSocketProtocol):
    """HTTP and WebSockets as the framework speaks them; a request's time is counted from its first byte."""

    __slots__ = ()

    def data_received(self, data: bytes) -> None:
        """Take what came; of a request that has begun, it buys no more time."""
        begun = self._time
        http = getattr(self, "_http", None)  # not there before the connection's own task has begun
        coming_in = self.websocket is None and http is not None and http.stage in _COMING_IN
        super().data_received(data)  # type: ignore[no-untyped-call] # the framework's
        if coming_in:
            self._time = begun

    @contextmanager
    def patient_for(self, seconds: float) -> Iterator[None]:
        """Give the request that is being read so long for its body; then its answer has the usual time."""
        usual = self.response_timeout
        self.response_timeout = seconds
        try:
            yield
        finally:
            self.response_timeout = usual
            self._time = monotonic()  # the framework's clock

    def check_timeouts(self) -> None:
        """End what took too long, and its connection: the framework would wait for the rest of a body."""
        super().check_timeouts()  # type: ignore[no-untyped-call] # the framework's
        http = getattr(self, "_http", None)
        if http is not None and isinstance(http.exception, RequestTimeout | ServiceUnavailable):
            self.loop.call_later(_FAREWELL_SECONDS, self._leave)

    def _leave(self) -> None:
        if self.transport is not None:
            self.transport.abort()
