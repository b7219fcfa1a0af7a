"""Jobs the workers do, known here by name only: the server never imports the workers."""

from enum import StrEnum

import dramatiq
from dramatiq.brokers.redis import RedisBroker


class Job(StrEnum):
    """Names of the actors. A test holds them equal to what ``workers`` declares."""

    SETTLE_SEATS = "settle_seats"
    EXPIRE_BOOKING = "expire_booking"
    SEND_CONFIRMATION = "send_confirmation"


QUEUES: dict[Job, str] = {
    Job.SETTLE_SEATS: "seats",
    Job.EXPIRE_BOOKING: "bookings",
    Job.SEND_CONFIRMATION: "messages",
}


class JobSender:
    """Puts jobs on their queue in Redis. Blocking: call it from a thread."""

    def __init__(self, redis_url: str) -> None:
        self._broker = RedisBroker(url=redis_url, middleware=[])
        for queue in set(QUEUES.values()):
            self._broker.declare_queue(queue)

    def send(self, job: Job, arguments: dict[str, object]) -> None:
        """Enqueue one job; raises the broker's connection error when Redis is away."""
        self._broker.enqueue(
            dramatiq.Message(
                queue_name=QUEUES[job], actor_name=job.value, args=(), kwargs=arguments, options={}
            )
        )

    def close(self) -> None:
        """Close the connections."""
        self._broker.close()
