"""People's mailboxes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.core.keys import KeyRing
from tests.server.accounts.mailbox import Mailbox, post_office


@pytest.fixture(scope="session")
def keys(servers) -> KeyRing:
    """The house's keys, as its workers have them."""
    return KeyRing.from_files(Path(servers.environment["JWT_PRIVATE_KEY_FILE"]))


@pytest.fixture
def mailbox(clean_database, keys, tmp_path) -> Iterator[Mailbox]:
    with post_office() as (post, port):
        yield Mailbox.of(post, port, tmp_path / "texts", keys)
