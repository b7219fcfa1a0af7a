"""Shoppers who buy through failures as a patient client does: they retry, with one key a purchase."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

PASSWORD = "a long enough password"
_PASSING = {502, 503, 504}
_SIGN_UPS = 4
"""At one time: each costs the house a password's hash, and what comes after is what the tests look at."""


@dataclass
class Shopper:
    """One customer, and the bookings the API told them are paid."""

    url: str
    number: int
    rng: random.Random
    confirmed: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    client: httpx.AsyncClient = field(init=False)
    user_id: str = ""

    def __post_init__(self) -> None:
        self.client = httpx.AsyncClient(base_url=self.url, timeout=10)

    async def sign_up(self) -> None:
        """Make an account; one whose answer was lost on the way is there, and is signed in to."""
        known = {"email": f"shopper{self.number}@example.com", "password": PASSWORD}
        answer = await self.request("POST", "/auth/signup", json=known | {"name": "Shopper"})
        if answer.status_code == 409:
            answer = await self.request("POST", "/auth/login", json=known)
        assert answer.is_success, answer.text
        self.user_id = answer.json()["user"]["id"]
        self.client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    async def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Send, and send again while the house is coughing: what a client is told to do by 503."""
        async with asyncio.timeout(60):
            while True:
                try:
                    answer = await self.client.request(method, path, **arguments)
                except httpx.TransportError:
                    await asyncio.sleep(0.1)
                    continue
                if answer.status_code not in _PASSING:
                    assert answer.status_code != 500, answer.text
                    return answer
                await asyncio.sleep(0.1)

    async def buy(self, show_id: int, seats: list[str]) -> None:
        """Book and pay for two neighbouring seats; give up when somebody else was quicker."""
        place = self.rng.randrange(len(seats) - 1)
        wanted = seats[place : place + 2]
        body = {
            "user_id": self.user_id, "show_id": show_id, "seats": wanted, "payment_method": "mock_upi"
        }  # fmt: skip
        booked = await self.request("POST", "/booking", json=body, headers={"Idempotency-Key": uuid4().hex})
        if booked.status_code != 201:
            self.refusals.append(booked.json()["code"])
            return
        booking = booked.json()
        paid = await self.request("POST", f"/payments/mock/{booking['payment']['id']}/approve")
        assert paid.status_code == 200, paid.text
        self.confirmed.append(booking["id"])

    async def shop(self, show_id: int, seats: list[str], until: asyncio.Event) -> None:
        """Buy again and again until told to stop."""
        while not until.is_set():
            await self.buy(show_id, seats)
            await asyncio.sleep(self.rng.uniform(0, 0.2))  # the machine has other tests to run


@asynccontextmanager
async def signed_up(shoppers: Sequence[Shopper]) -> AsyncIterator[None]:
    """Make everybody's account, a few at a time; at the end their connections are closed."""
    turn = asyncio.Semaphore(_SIGN_UPS)

    async def sign_up(shopper: Shopper) -> None:
        async with turn:
            await shopper.sign_up()

    async with AsyncExitStack() as connections:
        for shopper in shoppers:
            await connections.enter_async_context(shopper.client)
        await asyncio.gather(*map(sign_up, shoppers))
        yield
