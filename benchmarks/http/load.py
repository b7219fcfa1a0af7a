"""``python -m benchmarks.http.load PORT CONNECTIONS``: send the requests on stdin, as fast as answers come.

A process of its own, so that its CPU is not the server's. Each line of stdin is one JSON request ``[method,
path, headers, body]``; each connection is kept alive and sends its next request when the last was answered.
Prints one JSON object: seconds, and how often each status came.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from time import perf_counter

import uvloop

_HOST = "127.0.0.1"


class Connection(asyncio.Protocol):
    """One kept-alive connection that takes its requests from a shared iterator."""

    def __init__(
        self, requests: Iterator[bytes], statuses: Counter[bytes], done: asyncio.Future[None]
    ) -> None:
        self._requests = requests
        self._statuses = statuses
        self._done = done
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport: asyncio.WriteTransport = transport  # type: ignore[assignment] # a socket's transport writes
        self._next()

    def data_received(self, data: bytes) -> None:
        """Send the next request once an answer is whole."""
        answer = self._buffer + data
        head = answer.find(b"\r\n\r\n")
        if head >= 0 and len(answer) >= head + 4 + _length(answer[: head + 2]):
            self._statuses[answer[9:12]] += 1
            self._buffer = b""
            self._next()
        else:
            self._buffer = answer

    def connection_lost(self, error: Exception | None) -> None:
        """Fail: a server that closes in the middle spoils the measurement."""
        if not self._done.done():
            self._done.set_exception(error or ConnectionResetError("the server closed a connection"))

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
        else:
            self._done.set_result(None)
            self._transport.close()


def _length(head: bytes) -> int:
    start = head.lower().find(b"content-length: ")
    return int(head[start + 16 : head.find(b"\r\n", start)]) if start >= 0 else 0


def _wire(line: str) -> bytes:
    method, path, headers, body = json.loads(line)
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {_HOST}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    if body is not None:
        lines.append(f"Content-Length: {len(body.encode())}")
    return ("\r\n".join(lines) + "\r\n\r\n" + (body or "")).encode()


async def main(port: int, connections: int) -> dict[str, object]:
    """Send everything and return what is printed."""
    requests = iter([_wire(line) for line in sys.stdin])
    statuses: Counter[bytes] = Counter()
    loop = asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(connections)]
    began = perf_counter()
    for end in ends:
        await loop.create_connection(partial(Connection, requests, statuses, end), _HOST, port)
    await asyncio.gather(*ends)
    seconds = perf_counter() - began
    return {"seconds": seconds, "statuses": {status.decode(): count for status, count in statuses.items()}}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        print(json.dumps(runner.run(main(int(sys.argv[1]), int(sys.argv[2])))))  # noqa: T201 # its answer
