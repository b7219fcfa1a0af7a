"""Taking in what a training process left: its versions, the report, how the champion compares."""

from pathlib import Path

from ml.registry import Registry
from server.core.db import transaction
from server.training import service
from server.training.leases import Lease
from server.training.service import Made, Outcome
from workers.training import order


def outcome(out: Path) -> Outcome:
    """Read what a training process left in its folder."""
    found = order.read_json(out / order.OUTCOME)
    return Outcome(
        versions=[Made(each.name, each.model, each.card) for each in Registry(out).versions()],
        champion=found["champion"],
        report=order.read_json(out / order.REPORT),
        verdict=found["verdict"],
    )


async def succeed(lease: Lease, found: Outcome) -> bool:
    """Keep it; False when the lease is another worker's."""
    async with transaction():
        return await service.succeed(lease, found)
