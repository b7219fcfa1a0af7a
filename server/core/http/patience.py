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
"""How long a client that is still sending may take to read its answer."""
_COMING_IN = frozenset({Stage.REQUEST, Stage.HANDLER})
"""The head of a request, and its body."""


class PatientProtocol(WebSocketProtocol):
    """HTTP and WebSockets as the framework speaks them; a request's time is counted from its first byte."""

    __slots__ = ("_ending", "_lingers")

    _lingers: bool
    _ending: bool

    def connection_made(self, transport: object) -> None:
        """Begin with a connection that closes as any other."""
        self._lingers = self._ending = False
        super().connection_made(transport)  # type: ignore[no-untyped-call] # the framework's

    def linger(self) -> None:
        """Have the connection closed in two steps, as its client may be in the midst of sending.

        A socket closed with bytes unread is reset, and the reset may reach the client before the answer
        does. So first only our side ends; what still comes is thrown away until the client leaves, or a
        second has passed.
        """
        self._lingers = True

    def close(self, timeout: float | None = None) -> None:
        """Close the connection; of a client that may still be sending, our side first."""
        transport = self.transport
        if not self._lingers or self.websocket is not None or transport is None or transport.is_closing():
            super().close(timeout)
            return
        if self._callback_check_timeouts:
            self._callback_check_timeouts.cancel()
        if not self._ending:
            self._ending = True
            transport.write_eof()
            transport.resume_reading()
            self.loop.call_later(_FAREWELL_SECONDS, self._leave)

    def data_received(self, data: bytes) -> None:
        """Take what came; of a request that has begun, it buys no more time."""
        if self._ending:
            return
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
            self.linger()
            self.loop.call_later(_FAREWELL_SECONDS, self.close)

    def _leave(self) -> None:
        if self.transport is not None:
            self.transport.abort()
