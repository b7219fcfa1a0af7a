"""The Dramatiq broker, and what every worker process holds open."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import dramatiq
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.brokers.redis import RedisBroker
from dramatiq.errors import ActorNotFound
from dramatiq.middleware import (
    AgeLimit,
    Callbacks,
    CurrentMessage,
    Pipelines,
    ShutdownNotifications,
    TimeLimit,
)
from dramatiq.middleware.asyncio import AsyncIO
from redis import Redis

from seat_engine import SeatEngine
from server.booking.opener import ShowOpener
from server.booking.till import Till
from server.core import db
from server.core.keys import KeyRing
from server.core.outage import REDIS
from server.core.redis import open_seat_store
from server.forecasting.memory import Memory
from server.forecasting.shelf import ModelShelf
from server.notifications.channels import Channels, channels_of
from server.payments.gateways import Gateways
from server.settings import Settings, get_settings
from workers.training.supervisor import Trainer

MAINTENANCE_CHANCE = 50_000
"""Out of a million commands: the broker looks that often for the messages of workers that died."""
HEARTBEAT_TIMEOUT = 15_000
"""Milliseconds without a word after which a worker is dead and its messages go to others."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What actors work with."""

    settings: Settings
    engine: SeatEngine
    till: Till
    channels: Channels
    keys: KeyRing | None
    trainer: Trainer
    shelf: ModelShelf
    memory: Memory

    def signing(self) -> KeyRing:
        """Return the house's keys; raises ``RuntimeError`` where it has none that a worker could share."""
        if self.keys is None:
            raise RuntimeError("JWT_PRIVATE_KEY_FILE must be set: what a worker signs, the API must know")
        return self.keys


_opened: list[Tools] = []
_opening = asyncio.Lock()


async def tools() -> Tools:
    """Return this process's tools, connecting at the first call.

    A server that is away fails the message that asked, which is tried again later, and not the worker.
    """
    async with _opening:
        if not _opened:
            settings = get_settings()
            await db.connect(settings.database_url, pool=settings.database_pool)
            engine = SeatEngine(open_seat_store(settings))
            _opened.append(
                Tools(
                    settings=settings,
                    engine=engine,
                    till=Till(Gateways(settings), engine, ShowOpener(engine)),
                    channels=channels_of(settings),
                    keys=KeyRing.of(settings),
                    trainer=Trainer(settings),
                    shelf=ModelShelf(),
                    memory=Memory(),
                )
            )
    return _opened[0]


async def close_tools() -> None:
    """Close the connections."""
    if _opened:
        here = _opened.pop()
        await here.trainer.aclose()
        await here.till.gateways.aclose()
        await here.engine.store.aclose()
        await db.disconnect()


class CloseTools(dramatiq.Middleware):
    """Closes the tools when a worker stops, on the loop that the actors ran on, after the last message."""

    def after_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:  # noqa: ARG002 # dramatiq's shape
        """Close."""
        loop = get_event_loop_thread()
        if loop is not None:
            loop.run_coroutine(close_tools())


class _Broker(RedisBroker):
    """Actors are declared with it when they are imported; where its Redis is, it is told when work begins.

    A job that only another version knows is no failure of this one.
    """

    unknown: Callable[[str], "dramatiq.Actor[..., Any]"] | None = None
    """Gives the actor for a name that nobody declared here."""

    def __init__(self) -> None:
        super().__init__(  # type: ignore[no-untyped-call] # as RedisBroker is
            maintenance_chance=MAINTENANCE_CHANCE,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            middleware=[
                AgeLimit(),
                TimeLimit(),
                ShutdownNotifications(),
                Callbacks(),
                Pipelines(),
                CurrentMessage(),
                AsyncIO(),
                CloseTools(),
            ],
        )

    def do_fetch(self, queue_name: str, most: int) -> list[bytes]:
        """Return messages that wait in a queue. That the Redis answered is the end of an outage of it."""
        messages: list[bytes] = super().__getattr__("do_fetch")(queue_name, most)  # type: ignore[no-untyped-call] # as it is
        REDIS.over()
        return messages

    def get_actor(self, actor_name: str) -> "dramatiq.Actor[..., Any]":
        """Return the actor of a name, which may be the one for what is not known."""
        try:
            return super().get_actor(actor_name)
        except ActorNotFound:
            if self.unknown is None:
                raise
            return self.unknown(actor_name)

    def connect(self, redis_url: str) -> None:
        """Use this Redis from now on; nothing connects before the first message is looked for."""
        self.client = Redis.from_url(redis_url)
        for script in self.scripts.values():
            script.registered_client = self.client


broker = _Broker()
dramatiq.set_broker(broker)


def connect() -> None:
    """Tell the broker where Redis is; the programs of dramatiq call this in each worker process."""
    broker.connect(get_settings().redis_url)
