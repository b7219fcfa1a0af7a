"""People who buy and cancel through failures as a patient client does: they retry, with one key."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.faults.furnish import PROMOTION
from tests.faults.shoppers import Shopper
from tests.stripe.server import REFUSED_CARD, StripeServer

_SETTLED = {"confirmed", "failed", "expired", "cancelled"}


@dataclass
class Buyer(Shopper):
    """One person with a card and a phone, who changes their mind now and then."""

    stripe: StripeServer | None = None
    done: list[str] = field(default_factory=list)
    """What came of each purchase."""

    async def visit(self, shows: list[int], seats: list[str], until: asyncio.Event) -> None:
        """Buy, fail, give up, cancel, again and again until told to stop."""
        while not until.is_set():
            await self._purchase(self.rng.choice(shows), seats)
            await asyncio.sleep(self.rng.uniform(0, 0.2))

    async def _purchase(self, show_id: int, seats: list[str]) -> None:
        place = self.rng.randrange(len(seats) - 1)
        body = {
            "user_id": self.user_id, "show_id": show_id, "seats": seats[place : place + 2],
            "payment_method": self.rng.choice(["stripe", "mock_upi"]),
            "promo": self.rng.choice([PROMOTION, None, None]),
            "points": self.rng.choice([50, 0, 0]),
        }  # fmt: skip
        booked = await self.request("POST", "/booking", json=body, headers={"Idempotency-Key": uuid4().hex})
        if booked.status_code != 201:
            self.refusals.append(booked.json()["code"])
            return
        booking = booked.json()
        what = self.rng.choices(["pay", "decline", "leave", "give_up"], [7, 1, 1, 1])[0]
        if what == "give_up":
            await self._cancel(booking)
        if what in {"leave", "give_up"}:
            self.done.append(what)
            return
        await self._pay(booking, refused=what == "decline")
        after = await self._settled(booking)
        self.done.append(f"{what}: {after['status']}")
        if after["status"] == "confirmed":
            self.confirmed.append(after["id"])
            if self.rng.random() < 0.6:
                one = [after["seats"][0]] if self.rng.random() < 0.5 else None
                await self._cancel(after, seats=one)

    async def _pay(self, booking: dict[str, Any], *, refused: bool) -> None:
        payment = booking["payment"]
        if payment["method"] == "mock_upi":
            verdict = "decline" if refused else "approve"
            answer = await self.request("POST", f"/payments/mock/{payment['id']}/{verdict}")
            assert answer.status_code in {200, 409}, answer.text
            return
        secret = (payment["next_action"] or {}).get("client_secret")
        if secret is None or self.stripe is None:
            return  # it ended while it was being asked for
        intent = secret.split("_secret_")[0]
        await asyncio.to_thread(self.stripe.pay, intent, *([REFUSED_CARD] if refused else []))

    async def _settled(self, booking: dict[str, Any]) -> dict[str, Any]:
        """Look again until the booking is settled, as a page does; give up looking after a while."""
        for _ in range(100):
            after: dict[str, Any] = (await self.request("GET", f"/booking/{booking['id']}")).json()
            if after["status"] in _SETTLED:
                return after
            await asyncio.sleep(0.2)
        return after

    async def _cancel(self, booking: dict[str, Any], *, seats: list[str] | None = None) -> None:
        answer = await self.request(
            "POST", f"/booking/{booking['id']}/cancel", json={"seats": seats} if seats else {},
            headers={"Idempotency-Key": uuid4().hex},
        )  # fmt: skip
        assert answer.status_code in {200, 409, 410}, answer.text
