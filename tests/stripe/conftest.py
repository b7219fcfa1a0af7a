"""The tests' own Stripe, a house that takes its messages down, and the official client."""

from collections.abc import AsyncIterator, Iterator

import pytest
from stripe import HTTPXClient, StripeClient

from tests.patience import PATIENCE
from tests.stripe.house import TakingDown
from tests.stripe.server import SECRET_KEY, StripeServer


@pytest.fixture(scope="package")
def running_stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeServer]:
    server = StripeServer(tmp_path_factory.mktemp("stripe"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def stripe(running_stripe: StripeServer) -> StripeServer:
    running_stripe.messages(targets=[])
    running_stripe.resend()
    running_stripe.fair_weather()
    return running_stripe


@pytest.fixture
async def client(stripe: StripeServer) -> AsyncIterator[StripeClient]:
    http = HTTPXClient(timeout=PATIENCE)
    yield StripeClient(
        SECRET_KEY, http_client=http, base_addresses={"api": stripe.url}, max_network_retries=0
    )
    await http.close_async()


@pytest.fixture
async def house() -> AsyncIterator[TakingDown]:
    async with TakingDown() as listening:
        yield listening
