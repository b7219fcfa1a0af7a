"""What Stripe says of its own accord: signed messages, delivered as badly as a test wishes."""

import asyncio
import hmac
import random
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import Any

import httpx

_OVERTAKEN_WITHIN = 1.0
"""How long a message waits for another to overtake it."""
_RETRIES = (0.0, 0.3, 1.0)
"""Pauses before a message that was not taken is sent again; after the last it waits for ``resend``."""


@dataclass
class Messenger:
    """Signs messages and delivers each until it is taken, or keeps it until a test has it sent again."""

    secret: str
    targets: list[str] = field(default_factory=list)
    duplicate: float = 0.0
    drop: float = 0.0
    delay: tuple[float, float] = (0.0, 0.0)
    reorder: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    kept: list[bytes] = field(default_factory=list)
    delivered: int = 0
    _overtaking: asyncio.Event | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def behave(self, wanted: dict[str, Any]) -> None:
        """Take over how messages are to fare; what is not named is well again, the targets stay."""
        self.targets = wanted.get("targets", self.targets)
        self.duplicate, self.drop = wanted.get("duplicate", 0.0), wanted.get("drop", 0.0)
        least, most = wanted.get("delay", (0.0, 0.0))
        self.delay, self.reorder = (least, most), bool(wanted.get("reorder", False))
        self.chance = random.Random(wanted.get("seed", 0))

    def tell(self, kind: str, about: dict[str, Any]) -> None:
        """Send a message about an object."""
        event = {
            "id": f"evt_{secrets.token_hex(12)}", "object": "event", "type": kind,
            "created": int(time.time()), "data": {"object": about},
        }  # fmt: skip
        payload = dumps(event).encode()
        if self.chance.random() < self.drop:
            self.kept.append(payload)
            return
        overtaken = self._line_up()
        for _ in range(2 if self.chance.random() < self.duplicate else 1):
            self._start(self._later(payload, self.chance.uniform(*self.delay), overtaken))

    async def resend(self) -> int:
        """Send everything that was dropped or not taken; return how much that was."""
        waiting, self.kept = self.kept, []
        for payload in waiting:
            for target in self.targets:
                if not await self._taken(target, payload):
                    self.kept.append(payload)
        return len(waiting)

    def _line_up(self) -> asyncio.Event | None:
        """Let every other message be overtaken by the one after it, where order is to be lost."""
        if self._overtaking is not None:
            self._start(self._let_go(self._overtaking))
            self._overtaking = None
        elif self.reorder:
            self._overtaking = asyncio.Event()
        return self._overtaking

    async def _let_go(self, overtaken: asyncio.Event) -> None:
        await asyncio.sleep(0.1)
        overtaken.set()

    async def _later(self, payload: bytes, after: float, overtaken: asyncio.Event | None) -> None:
        if overtaken is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(overtaken.wait(), _OVERTAKEN_WITHIN)
        await asyncio.sleep(after)
        await asyncio.gather(*(self._deliver(target, payload) for target in self.targets))

    async def _deliver(self, target: str, payload: bytes) -> None:
        for pause in _RETRIES:
            await asyncio.sleep(pause)
            if await self._taken(target, payload):
                return
        self.kept.append(payload)

    async def _taken(self, target: str, payload: bytes) -> bool:
        headers = {"Stripe-Signature": self._signature(payload), "Content-Type": "application/json"}
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.post(target, content=payload, headers=headers)
        except httpx.TransportError:
            return False
        self.delivered += answer.is_success
        return answer.is_success

    def _signature(self, payload: bytes) -> str:
        """Sign as Stripe does: each delivery anew, so that a late one is not taken for an old one."""
        moment = int(time.time())
        mac = hmac.new(self.secret.encode(), f"{moment}.".encode() + payload, sha256).hexdigest()
        return f"t={moment},v1={mac}"

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
