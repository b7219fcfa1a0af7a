"""``python -m benchmarks.live.sink``: thousands of clients in one process, which only read.

Takes one JSON command a line on standard input and answers each with one line. It ends when its input does.
It writes down every frame with the moments (Unix time, seconds) at which clients had it.
"""

import base64
import json
import resource
import select
import socket
import sys
from dataclasses import dataclass, field
from time import time
from typing import Any

_CHUNK = 65536
_PING = 0x9
_TEXT = 0x1
_UPGRADED = b"HTTP/1.1 101 "
_MASK = bytes(4)  # a client has to mask; zeros are a mask, too
_SHORT = 126
_LONG = 127
_SMALL_BUFFER = 4096


@dataclass(slots=True)
class Client:
    """One connection of the sink."""

    socket: socket.socket
    group: str
    plain: bool
    rest: bytes = b""


@dataclass
class Sink:
    """All clients, by descriptor, and what they were sent."""

    epoll: select.epoll = field(default_factory=select.epoll)
    clients: dict[int, Client] = field(default_factory=dict)
    heard: dict[str, dict[bytes, list[float]]] = field(default_factory=dict)
    whole: dict[tuple[str, bytes], list[float]] = field(default_factory=dict)
    """What came as one frame and nothing else, header included: most of what comes, and it comes often."""

    def open(
        self, *, port: int, count: int, group: str, path: str = "", hello: str = "", narrow: bool = False
    ) -> int:
        """Open WebSockets at a path, or plain connections without one, all at once; say ``hello`` on each."""
        made = []
        for _ in range(count):
            client = socket.socket()
            if narrow:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
            client.connect(("127.0.0.1", port))
            made.append(client)
        if path:
            for client in made:
                client.sendall(_request(path, port))
            for client in made:
                _expect_upgrade(client)
            if hello:
                for client in made:
                    client.sendall(_masked(_TEXT, hello.encode()))
        for client in made:
            client.setblocking(False)
            self.clients[client.fileno()] = Client(client, group, plain=not path)
            self.epoll.register(client.fileno(), select.EPOLLIN)
        self.heard.setdefault(group, {})
        return len(made)

    def stop_reading(self, *, group: str) -> int:
        """Let a group's clients read nothing more."""
        stopped = [fd for fd, client in self.clients.items() if client.group == group]
        for fd in stopped:
            self.epoll.modify(fd, 0)
        return len(stopped)

    def read_again(self, *, group: str) -> int:
        """Let them go on."""
        going = [fd for fd, client in self.clients.items() if client.group == group]
        for fd in going:
            self.epoll.modify(fd, select.EPOLLIN)
        return len(going)

    def forget(self) -> int:
        """Begin a new list of what was heard."""
        for frames in self.heard.values():
            frames.clear()
        self.whole.clear()
        return 0

    def counts(self, *, group: str) -> dict[str, int]:
        """Return each frame with how many clients of a group have had it."""
        return {frame.decode(): len(times) for frame, times in self.heard[group].items()}

    def moments(self, *, group: str) -> dict[str, list[float]]:
        """Return each frame with the moments at which clients of a group had it."""
        return {frame.decode(): times for frame, times in self.heard[group].items()}

    def close(self, *, group: str) -> int:
        """Hang up on behalf of a group."""
        leaving = [fd for fd, client in self.clients.items() if client.group == group]
        for fd in leaving:
            self._drop(fd)
        return len(leaving)

    def read(self, fd: int) -> None:
        """Take in what has come for one client."""
        client = self.clients[fd]
        try:
            chunk = client.socket.recv(_CHUNK)
        except OSError:
            chunk = b""
        if not chunk:
            self._drop(fd)
            return
        now = time()
        if not client.rest and (times := self.whole.get((client.group, chunk))) is not None:
            times.append(now)
            return
        heard = self.heard[client.group]
        if client.plain:
            heard.setdefault(b"bytes", []).append(len(chunk))
            return
        if client.rest:
            chunk = client.rest + chunk
        client.rest = self._frames(client, chunk, heard, now)

    def _frames(self, client: Client, chunk: bytes, heard: dict[bytes, list[float]], now: float) -> bytes:
        """Write down the complete frames at the beginning of a chunk; return the rest of it."""
        at = 0
        while len(chunk) - at >= 2:  # noqa: PLR2004 - the shortest header
            size, body = chunk[at + 1], at + 2
            if size == _SHORT:
                size, body = int.from_bytes(chunk[at + 2 : at + 4], "big"), at + 4
            elif size == _LONG:
                size, body = int.from_bytes(chunk[at + 2 : at + 10], "big"), at + 10
            if body + size > len(chunk):
                break
            payload = chunk[body : body + size]
            if chunk[at] & 0xF == _PING:
                client.socket.send(_masked(0xA, payload))
            elif payload == b"2":  # socket.io's own ping
                client.socket.send(_masked(_TEXT, b"3"))
            else:
                times = heard.setdefault(payload, [])
                times.append(now)
                if body + size - at == len(chunk):
                    self.whole[client.group, chunk] = times
            at = body + size
        return chunk[at:]

    def _drop(self, fd: int) -> None:
        self.epoll.unregister(fd)
        self.clients.pop(fd).socket.close()


def _request(path: str, port: int) -> bytes:
    key = base64.b64encode(bytes(16)).decode()
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: seats.v1\r\n\r\n"
    ).encode()


def _expect_upgrade(client: socket.socket) -> None:
    end = b"\r\n\r\n"
    while end not in (answer := client.recv(_CHUNK, socket.MSG_PEEK)):
        if not answer:
            raise RuntimeError("the server hung up instead of an upgrade")
    if not answer.startswith(_UPGRADED):
        raise RuntimeError(f"no upgrade: {answer!r}")
    client.recv(answer.index(end) + len(end))  # what follows is the first frame's


def _masked(opcode: int, payload: bytes) -> bytes:
    return bytes((0x80 | opcode, 0x80 | len(payload))) + _MASK + payload


def main() -> None:
    """Obey until the input ends."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    sink = Sink()
    commands = sys.stdin.buffer.raw  # type: ignore[union-attr] # a real file: nothing may wait in a buffer
    sink.epoll.register(commands.fileno(), select.EPOLLIN)
    told, clients, poll, read = commands.fileno(), sink.clients, sink.epoll.poll, sink.read
    while True:
        for fd, _ in poll():
            if fd != told:
                if fd in clients:
                    read(fd)
                continue
            line = commands.readline()
            if not line:
                return
            wanted: dict[str, Any] = json.loads(line)
            answer = getattr(sink, wanted.pop("do"))(**wanted)
            print(json.dumps(answer), flush=True)  # noqa: T201 # the answer


if __name__ == "__main__":
    main()
