"""People who look, hold, change their minds, forget, buy, hang up, and press twice."""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.soak.client import Answer, Line

_REFUSALS = {
    "seats_taken", "hold_gone", "hold_limit", "not_enough_together", "too_many_holds", "booking_expired",
    "booking_settled", "payment_settled",
}  # fmt: skip


@dataclass
class Tally:
    """What was done, and what should never have happened."""

    done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, what: str, answer: Answer) -> None:
        """Count an answer; one that no customer should ever get is kept word for word."""
        code = "" if answer.status < 400 else f" {answer.body['code']}"
        self.done[f"{what} {answer.status}{code}"] += 1
        if answer.status == 503 and "retry-after" in answer.headers:
            return
        if answer.status >= 500 or (answer.status >= 400 and answer.body["code"] not in _REFUSALS):
            self.wrong.append(f"{what}: {answer.status} {answer.body}")


@dataclass
class Person:
    """One shopper, with a browser of their own and an account that others may use as well."""

    line: Line
    account: tuple[str, str]
    """Id and access token."""
    address: str
    rng: random.Random
    tally: Tally
    token: str = field(default_factory=lambda: uuid4().hex)

    async def shop(self, shows: Sequence[int], labels: Sequence[str], until: asyncio.Event) -> None:
        """Come and go until told to stop."""
        while not until.is_set():
            if await _stopped(until, self.rng.uniform(0, 20)):
                return
            await self.visit(self.rng.choice(shows), labels, until)

    async def visit(self, show_id: int, labels: Sequence[str], until: asyncio.Event) -> None:
        """Take some seats and do with them what people do."""
        if self.rng.random() < 0.1:
            await self._ask("look", "GET", f"/shows/{show_id}/seats")
        hold = await self._hold(show_id, labels)
        if hold is None or await _stopped(until, self.rng.uniform(0, 2)):
            return
        path = f"/holds/{hold['hold_id']}"
        match self.rng.choices(["forget", "release", "change", "extend", "buy"], [25, 20, 15, 10, 30])[0]:
            case "release":
                await self._ask("release", "DELETE", path)
            case "change":
                await self._ask("change", "PATCH", path, {"seats": self._some(labels)})
            case "extend":
                await self._ask("extend", "PATCH", path, {"extend": True})
            case "buy":
                await self._buy(show_id, hold)

    async def _hold(self, show_id: int, labels: Sequence[str]) -> Any:
        body: dict[str, Any] = {"seats": self._some(labels)}
        if self.rng.random() < 0.2:
            body = {"best": {"count": self.rng.randint(1, 4)}}
        path, key = f"/shows/{show_id}/holds", uuid4().hex
        mood = self.rng.random()
        if mood < 0.05:
            await self._hang_up(path, body, key)
        if mood < 0.15:  # the button pressed twice, or again after hanging up
            one, two = await asyncio.gather(
                self._ask("hold", "POST", path, body, Idempotency_Key=key),
                self._ask("hold", "POST", path, body, Idempotency_Key=key),
            )
            if one.status == two.status == 201 and one.body["hold_id"] != two.body["hold_id"]:
                self.tally.wrong.append(f"one key, two holds: {one.body} {two.body}")
            answer = one
        else:
            answer = await self._ask("hold", "POST", path, body)
        return answer.body if answer.status == 201 else None

    async def _hang_up(self, path: str, body: Any, key: str) -> None:
        """Leave in the middle of a request."""
        asking = asyncio.create_task(self._ask("hold", "POST", path, body, Idempotency_Key=key))
        await asyncio.wait({asking}, timeout=self.rng.uniform(0, 0.02))
        asking.cancel()
        await asyncio.wait({asking})
        self.tally.done["hang up"] += 1

    async def _buy(self, show_id: int, hold: Any) -> None:
        body = {
            "user_id": self.account[0], "show_id": show_id, "seats": hold["seats"],
            "hold_id": hold["hold_id"], "payment_method": "mock_upi",
        }  # fmt: skip
        key = uuid4().hex
        booked = await self._ask("book", "POST", "/booking", body, Idempotency_Key=key)
        if self.rng.random() < 0.2:
            again = await self._ask("book again", "POST", "/booking", body, Idempotency_Key=key)
            if booked.status == again.status == 201 and booked.body["id"] != again.body["id"]:
                self.tally.wrong.append(f"one key, two bookings: {booked.body} {again.body}")
        if booked.status != 201:
            return
        match self.rng.choices(["pay", "decline", "cancel"], [80, 10, 10])[0]:
            case "cancel":
                await self._ask("cancel", "POST", f"/booking/{booked.body['id']}/cancel")
            case "pay":
                await self._ask("pay", "POST", f"/payments/mock/{booked.body['payment']['id']}/approve")
            case "decline":
                await self._ask("decline", "POST", f"/payments/mock/{booked.body['payment']['id']}/decline")

    def _some(self, labels: Sequence[str]) -> list[str]:
        count = self.rng.randint(1, 4)
        place = self.rng.randrange(len(labels) - count)
        return list(labels[place : place + count])

    async def _ask(self, what: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        answer = await self.line.ask(
            method, path, body, X_Hold_Token=self.token, X_Forwarded_For=self.address,
            Authorization=f"Bearer {self.account[1]}", **headers,
        )  # fmt: skip
        self.tally.note(what, answer)
        return answer


async def _stopped(until: asyncio.Event, seconds: float) -> bool:
    """Wait; True when it is time to go home."""
    waiting = asyncio.ensure_future(until.wait())
    await asyncio.wait({waiting}, timeout=seconds)
    waiting.cancel()
    return until.is_set()
