"""Tables to train on, somebody who may, and a clock that sees trainings on their way."""

from collections.abc import Iterator

import pytest

from ml.datasets.synthetic import generate
from server.accounts.models import Role
from tests.server.world import Customer
from tests.workers.trainings import started


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> dict[str, bytes]:
    """Six hundred shows and their bookings, as CSV."""
    world = generate(600, 5)
    return {
        name: table.to_csv(index=False, date_format="%Y-%m-%dT%H:%M:%S").encode()
        for name, table in (("shows", world.shows), ("bookings", world.bookings))
    }


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


@pytest.fixture(scope="module")
def clock(servers, database) -> Iterator[None]:
    with started(servers, "clock", RETRAIN_DAYS="0"):
        yield
