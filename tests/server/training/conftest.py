"""Somebody who may train, and where what they upload would lie."""

from pathlib import Path

import pytest

from server.accounts.models import Role
from tests.server.world import Customer


@pytest.fixture
async def admin(api) -> Customer:
    return await Customer.sign_up(api, role=Role.ADMIN)


@pytest.fixture
def uploads(servers) -> Path:
    """The folder under which every upload lies."""
    return Path(servers.environment["DATA_DIR"]) / "uploads"
