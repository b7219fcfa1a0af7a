"""``python -m benchmarks.live.raw``: the cheapest fan-out there is in Python, ``socket.send`` in a loop.

Prints its port, takes as many connections as its first line of input says, and then obeys lines of
``<frames> <seconds between them> <bytes in hex>``, answering each with ``done``.
"""

import resource
import socket
import sys
from time import perf_counter, sleep


def main() -> None:
    """Obey until the input ends."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    _say(str(listener.getsockname()[1]))
    clients = [listener.accept()[0] for _ in range(int(sys.stdin.readline()))]
    for client in clients:
        client.setblocking(False)
    _say("done")
    for line in sys.stdin:
        frames, every, wire = line.split()
        _send(clients, int(frames), float(every), bytes.fromhex(wire))
        _say("done")


def _send(clients: list[socket.socket], frames: int, every: float, wire: bytes) -> None:
    for _ in range(frames):
        due = perf_counter() + every
        for client in clients:
            client.send(wire)
        sleep(max(0.0, due - perf_counter()))


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 # the answer


if __name__ == "__main__":
    main()
