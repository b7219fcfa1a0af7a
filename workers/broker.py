"""The Dramatiq broker, and what every worker process holds open."""

import asyncio
import os
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

from seat_engine import SeatEngine
from server.booking.opener import ShowOpener
from server.booking.till import Till
from server.core import db
from server.core.keys import KeyRing
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
                    keys=_keys(settings),
                    trainer=Trainer(settings),
                    shelf=ModelShelf(),
                    memory=Memory(),
                )
            )
    return _opened[0]


def _keys(settings: Settings) -> KeyRing | None:
    path = settings.jwt_private_key_file
    return KeyRing.from_files(path, settings.jwt_other_key_files) if path else None


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


class Broker(RedisBroker):
    """Redis, as Dramatiq uses it; a job that only another version knows is no failure of this one."""

    unknown: Callable[[str], "dramatiq.Actor[..., Any]"] | None = None
    """Gives the actor for a name that nobody declared here."""

    def get_actor(self, actor_name: str) -> "dramatiq.Actor[..., Any]":
        """Return the actor of a name, which may be the one for what is not known."""
        try:
            return super().get_actor(actor_name)
        except ActorNotFound:
            if self.unknown is None:
                raise
            return self.unknown(actor_name)


def make_broker(redis_url: str) -> Broker:
    """Return the broker of the house."""
    return Broker(  # type: ignore[no-untyped-call] # the library's
        url=redis_url,
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


broker = make_broker(os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"))
dramatiq.set_broker(broker)
