"""Jobs the workers do, known here by name only: the server never imports the workers."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from redis import Redis

_SECONDS = 5.0
"""For the queue's Redis to answer."""


class Job(StrEnum):
    """Names of the actors. A test holds them equal to what ``workers`` declares."""

    SETTLE_SEATS = "settle_seats"
    CLOSE_SEATS = "close_seats"
    SETTLE_SALE = "settle_sale"
    EXPIRE_BOOKING = "expire_booking"
    APPLY_PAYMENT_EVENT = "apply_payment_event"
    CHECK_PAYMENT = "check_payment"
    CALL_OFF_PAYMENT = "call_off_payment"
    PAY_REFUND = "pay_refund"
    CANCEL_SHOW = "cancel_show"
    SEND_CONFIRMATION = "send_confirmation"
    SEND_CANCELLATION = "send_cancellation"
    START_RESET = "start_reset"
    SEND_LINK = "send_link"
    SEND_NOTICE = "send_notice"
    SEND_PHONE_CODE = "send_phone_code"
    PUBLISH_PRICES = "publish_prices"
    SETTLE_PRICES = "settle_prices"
    SETTLE_THEATRE_PRICES = "settle_theatre_prices"
    LOOK_AT_SHOWS = "look_at_shows"
    LOOK_BACK = "look_back"
    SWEEP_INVARIANTS = "sweep_invariants"
    FORGET_OLD = "forget_old"
    TRAIN_MODELS = "train_models"
    RETRAIN = "retrain"


QUEUES: dict[Job, str] = {
    Job.SETTLE_SEATS: "seats",
    Job.CLOSE_SEATS: "seats",
    Job.SETTLE_SALE: "seats",
    Job.EXPIRE_BOOKING: "bookings",
    Job.APPLY_PAYMENT_EVENT: "payments",
    Job.CHECK_PAYMENT: "payments",
    Job.CALL_OFF_PAYMENT: "payments",
    Job.PAY_REFUND: "payments",
    Job.CANCEL_SHOW: "bookings",
    Job.SEND_CONFIRMATION: "messages",
    Job.SEND_CANCELLATION: "messages",
    Job.START_RESET: "messages",
    Job.SEND_LINK: "messages",
    Job.SEND_NOTICE: "messages",
    Job.SEND_PHONE_CODE: "messages",
    Job.PUBLISH_PRICES: "prices",
    Job.SETTLE_PRICES: "prices",
    Job.SETTLE_THEATRE_PRICES: "prices",
    Job.LOOK_AT_SHOWS: "prices",
    Job.LOOK_BACK: "upkeep",
    Job.SWEEP_INVARIANTS: "upkeep",
    Job.FORGET_OLD: "upkeep",
    Job.TRAIN_MODELS: "training",
    Job.RETRAIN: "training",
}


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One job on its way: the outbox row it comes from, and what the actor is given."""

    outbox_id: int
    job: Job
    arguments: dict[str, Any]


class JobSender:
    """Puts jobs on their queue in Redis. Blocking: call it from a thread."""

    def __init__(self, redis_url: str) -> None:
        # A Redis that is frozen takes connections and says nothing: whoever sends must not wait for ever.
        client = Redis.from_url(redis_url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS)
        self._broker = RedisBroker(client=client, middleware=[])
        for queue in set(QUEUES.values()):
            self._broker.declare_queue(queue)

    def send(self, dispatches: Iterable[Dispatch]) -> None:
        """Enqueue jobs; raises the broker's connection error when Redis is away."""
        for dispatch in dispatches:
            self._broker.enqueue(
                dramatiq.Message(
                    queue_name=QUEUES[dispatch.job],
                    actor_name=dispatch.job.value,
                    args=(dispatch.outbox_id,),
                    kwargs=dispatch.arguments,
                    options={},
                )
            )

    def close(self) -> None:
        """Close the connections."""
        self._broker.close()
