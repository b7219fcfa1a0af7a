"""A client as the protocol sees it: a connection that takes frames, and the picture drawn from them."""

import asyncio
import json

from tests.patience import PATIENCE


class Picture:
    """What a client knows, from frames alone. Refuses a delta that does not follow on from what it has."""

    def __init__(self):
        self.epoch = None
        self.version = -1
        self.states = ""
        self.prices = None
        self.closed = False

    def take(self, frame):
        match json.loads(frame):
            case {"t": "snap", "e": epoch, "v": version, "s": states, **more}:
                self.epoch, self.version, self.states, self.closed = epoch, version, states, False
                self.prices = (more["p"], more["src"]) if more else None
            case {"t": "d", "v": [first, last], "c": changes}:
                assert first == self.version + 1 <= last
                seats = list(self.states)
                for seat, state in changes:
                    seats[seat] = str(state)
                self.states, self.version = "".join(seats), last
            case {"t": "price", "v": version, "p": prices, "src": source}:
                assert version == self.version + 1
                self.prices, self.version = (prices, source), version
            case {"t": "ping", "v": version}:
                assert version == self.version
            case {"t": "closed"}:
                self.closed = True
            case other:
                raise AssertionError(f"unknown frame {other}")


class Client:
    """A watcher that takes every frame at once, unless it is said to have bytes `waiting` unsent."""

    def __init__(self, picture=None):
        self.frames = []
        self.picture = picture or Picture()
        self.waiting = 0
        self.closed_with = None

    def send(self, wire, limit):
        if self.waiting > limit:
            return False
        self.frames.append(wire)
        self.picture.take(wire)
        return True

    def buffered(self):
        return self.waiting

    def close(self, code, reason):
        self.closed_with = (code, reason)

    def kinds(self):
        return [json.loads(frame)["t"] for frame in self.frames]


async def eventually(condition, *, within=PATIENCE):
    """Wait until a condition holds; fail when it does not in time."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.002)
