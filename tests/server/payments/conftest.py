"""A Stripe of the tests' own, and an API that takes cards through it."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from seat_engine import SeatEngine
from server.booking.opener import ShowOpener
from server.booking.till import Till
from server.payments.gateways import Gateways
from server.settings import Settings
from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import Customer
from tests.stripe.server import StripeServer


@pytest.fixture(scope="package")
def stripe(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeServer]:
    server = StripeServer(tmp_path_factory.mktemp("stripe"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="package")
def stripe_api_url(servers, database: str, stripe: StripeServer) -> Iterator[str]:  # migrated first
    with another_api(servers, **stripe.environment()) as url:
        yield url


@pytest.fixture
async def card_api(
    stripe: StripeServer, stripe_api_url: str, clean_database: str
) -> AsyncIterator[httpx.AsyncClient]:
    stripe.fair_weather()
    stripe.messages(targets=[f"{stripe_api_url}/payments/stripe/webhook"])
    async with httpx.AsyncClient(base_url=stripe_api_url, timeout=PATIENCE) as client:
        yield client


@pytest.fixture
async def payer(card_api: httpx.AsyncClient) -> Customer:
    """Somebody who pays by card."""
    return await Customer.sign_up(card_api)


@pytest.fixture
async def gateways(servers, stripe: StripeServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gateways]:
    for name, value in stripe.environment().items():
        monkeypatch.setenv(name, value)
    settings = Settings(database_url=servers.environment["DATABASE_URL"], redis_url="redis://unused")
    made = Gateways(settings)
    yield made
    await made.aclose()


@pytest.fixture
def till(gateways: Gateways, engine: SeatEngine) -> Till:
    return Till(gateways, engine, ShowOpener(engine))
