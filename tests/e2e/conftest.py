"""The whole house as `make run` brings it up, and real browser windows looking at it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from server.house.chromium import find_chromium
from server.house.ports import free_port
from server.house.postgres import EmbeddedPostgres
from tests.patience import PATIENCE
from tests.stripe.server import StripeServer
from tests.unlimited import UNLIMITED

ROOT = Path(__file__).parents[2]
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


# Three houses share the machine while the suite runs: a slow answer is no failure, a missing one is.
_PATIENCE = PATIENCE * 1_000  # milliseconds
expect.set_options(timeout=_PATIENCE)


@dataclass(frozen=True)
class RunningHouse:
    """Where the house is reached."""

    web: str
    api: str
    process: subprocess.Popen[bytes]
    output: Path
    stripe: StripeServer
    home: Path

    @property
    def database_url(self) -> str:
        """Where its database is reached."""
        home = self.home / "postgres"
        port = (home / "data" / "postmaster.pid").read_text().splitlines()[3]
        return EmbeddedPostgres(home, port=int(port)).url

    @property
    def mails(self) -> list[EmailMessage]:
        """What was mailed, oldest first."""
        written = sorted((self.home / "messages").glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in written]

    def get(self, path: str) -> dict[str, Any]:
        """Ask the API."""
        return httpx.get(f"{self.api}{path}", timeout=60).raise_for_status().json()

    def show_with_room(self, *, seats: int = 40, at_most: int = 10_000) -> dict[str, Any]:
        """Return a show of the demo house that is a while away and has room."""
        shows = [
            show
            for show in self.get("/shows?city=hyderabad&limit=100")["items"]
            if show["seats_left"] >= seats and show["capacity"] <= at_most
        ]
        return shows[-1]


@pytest.fixture(scope="session")
def card_network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StripeServer]:
    """The tests' own Stripe, where the customer's browser finds the form and the bank's page."""
    server = StripeServer(tmp_path_factory.mktemp("stripe"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, card_network: StripeServer) -> Iterator[RunningHouse]:
    home = tmp_path_factory.mktemp("e2e")
    api_port, web_port = free_port(), free_port()
    output = home / "output.txt"
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    environment |= {
        "DATA_DIR": str(home / "data"), "API_PORT": str(api_port), "WEB_PORT": str(web_port),
        # All tests' customers come from one address, and there are more of them than a household has.
        "HOLDS_ADDRESS_SEATS": "0", "HOLDS_ADDRESS_QUOTA": "0",
        # Nor is a slow answer of the API away.
        "PAGE_SECONDS": str(PATIENCE), "PYTHONUNBUFFERED": "1", **UNLIMITED, **card_network.environment(),
    }  # fmt: skip
    with output.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "server.house", "up"], cwd=ROOT, env=environment, stdout=written,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    web, api = f"http://127.0.0.1:{web_port}", f"http://127.0.0.1:{api_port}"
    house = RunningHouse(web, api, process, output, card_network, home / "data")
    card_network.messages(targets=[f"{api}/payments/stripe/webhook"])
    try:
        _wait(house)
        yield house
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=90)
    assert code == 0, output.read_text()[-3000:]


def _wait(house: RunningHouse, seconds: float = 600) -> None:
    """Wait for the page, a first build of the web client included."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert house.process.poll() is None, house.output.read_text()[-3000:]
        try:
            if httpx.get(house.web, timeout=60).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.5)
    pytest.fail(house.output.read_text()[-3000:])


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser `make test` has found or installed; looked for here, outside of any event loop."""
    program = find_chromium()
    assert program is not None, "no Chromium: `make test` installs one"
    return program


@pytest.fixture(scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=str(chromium), args=_QUIET)
        yield launched
        await launched.close()


class Windows:
    """Opens windows and keeps what goes wrong in them."""

    def __init__(self, browser: Browser, house: RunningHouse) -> None:
        self._browser = browser
        self._house = house
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    async def context(self, *, width: int = 1280, height: int = 900, **options: Any) -> BrowserContext:
        context = await self._browser.new_context(
            viewport={"width": width, "height": height}, base_url=self._house.web, **options
        )
        self._contexts.append(context)
        return context

    async def close(self) -> None:
        """Close every window, with its cookies and storage."""
        for context in self._contexts:
            await context.close()

    async def open(self, path: str, **options: Any) -> Page:
        """Open a window of its own, with its own cookies and storage."""
        page = await (await self.context(**options)).new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )
        page.set_default_timeout(_PATIENCE)
        await page.goto(path)
        return page


@pytest.fixture
async def windows(browser: Browser, running: RunningHouse) -> AsyncIterator[Windows]:
    opened = Windows(browser, running)
    yield opened
    await opened.close()
    assert opened.complaints == []


@pytest.fixture
def axe() -> Callable[[Page], Any]:
    """Return a check of a page by axe-core: the rules it breaks, with the elements that break them."""
    source = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()

    async def check(page: Page) -> list[str]:
        await page.evaluate(source)
        found = await page.evaluate("async () => JSON.stringify((await axe.run()).violations)")
        return [
            f"{rule['id']}: {[node['html'][:120] for node in rule['nodes'][:3]]}"
            for rule in json.loads(found)
        ]

    return check
