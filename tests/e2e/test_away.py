"""Pages while the API is away: an answer that says so, soon, and the page itself once the API is back."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import expect

from server.house.node import find_node
from server.house.ports import free_port
from tests.e2e.api_front import ApiFront
from tests.e2e.conftest import ROOT
from tests.patience import PATIENCE

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

AWAY = {"en": "box office is not answering", "hi": "जवाब नहीं दे रहा", "te": "స్పందించడం లేదు"}


@dataclass
class Shop:
    """A web client of its own, and what stands before its API."""

    url: str
    front: ApiFront
    show_id: int
    pages: list[str]


@pytest.fixture(scope="module")
async def shop(running) -> AsyncIterator[Shop]:
    """The built web client, between its visitors and an API that we make bad."""
    show = running.show_with_room()
    film = running.get(f"/movies/{show['movie_id']}")
    port, api_port = free_port(), urlsplit(running.api).port
    async with ApiFront(api_port) as front:
        node = find_node()
        environment = {
            **node.environment(), "ENVIRONMENT": "test", "PORT": str(port), "API_URL": f"http://127.0.0.1:{front.port}",
            "API_PORT": str(api_port), "PAGE_SECONDS": "2",
        }  # fmt: skip
        command = [str(node.program), "scripts/start.mjs"]
        process = subprocess.Popen(command, cwd=ROOT / "web_client", env=environment)  # noqa: ASYNC220 # returns at once
        url = f"http://127.0.0.1:{port}"
        pages = [
            "/", "/movies", f"/movies/{film['slug']}", "/theatres", f"/theatres/{show['theatre']['id']}",
            f"/shows/{show['id']}", f"/checkout/h1?show={show['id']}&seats=A1", "/sitemap.xml",
        ]  # fmt: skip
        try:
            await _answers(url, process)
            yield Shop(url, front, show["id"], pages)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, PATIENCE)


async def _answers(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        while time.monotonic() < deadline:
            assert process.poll() is None
            try:
                await client.get(url)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return
    pytest.fail("the web client did not come up")


@pytest.mark.parametrize("how", ["503", "502 page", "silent", "half", "reset"])
async def test_every_page_says_that_the_api_is_away_and_asks_a_few_times_only(shop, how):
    async with httpx.AsyncClient(base_url=shop.url, timeout=PATIENCE) as client:
        shop.front.how = "well"
        assert (await client.get("/about")).status_code == 200
        shop.front.how = how
        for path in shop.pages:
            shop.front.asked.clear()
            answer = await client.get(path)
            assert (answer.status_code, "retry-after" in answer.headers) == (503, True), path
            assert answer.headers["cache-control"] == "no-store"
            assert max(map(shop.front.asked.count, shop.front.asked)) <= 2, shop.front.asked
            if not path.endswith(".xml"):
                assert AWAY["en"] in answer.text
                assert "All cities" in answer.text, "the frame of the page stands"
        # What needs nothing of the API for itself is there, with the cities that were known.
        for path in ("/about", "/account", "/sign-in", "/robots.txt", "/admin/"):
            assert (await client.get(path)).status_code == 200, path
        assert "Hyderabad" in (await client.get("/help")).text
    shop.front.how = "well"


async def test_other_refusals_keep_their_meaning(shop):
    async with httpx.AsyncClient(base_url=shop.url, timeout=PATIENCE) as client:
        assert (await client.get("/movies/no-such-film")).status_code == 404
        shop.front.how = "429"
        answer = await client.get("/movies")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "17")
        assert "17 seconds" in answer.text
        shop.front.how = "503"
        for language, words in AWAY.items():
            answer = await client.get("/", headers={"Accept-Language": language})
            assert words in answer.text
    shop.front.how = "well"


async def test_a_page_comes_back_by_itself(shop, windows):
    page = await windows.open("about:blank")
    shop.front.how = "silent"
    await page.goto(f"{shop.url}/movies?q=maya")
    await expect(page.get_by_role("heading", name=AWAY["en"])).to_be_visible()
    await page.evaluate("window.stillHere = true")
    shop.front.how = "well"
    await expect(page.get_by_role("searchbox").first).to_be_visible()
    await expect(page.get_by_role("heading", name=AWAY["en"])).to_have_count(0)
    assert await page.evaluate("window.stillHere"), "without being loaded anew"


async def test_a_show_without_live_seats_is_shown_and_gets_them_back(shop, windows):
    shop.front.how = "no seats"
    page = await windows.open("about:blank")
    answer = await page.goto(f"{shop.url}/shows/{shop.show_id}")
    assert answer is not None
    assert answer.status == 503
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text("live seat map cannot be reached")).to_be_visible()
    await page.evaluate("window.stillHere = true")
    shop.front.how = "well"
    await expect(page.get_by_role("region", name="Choose your seats")).to_be_visible()
    assert await page.evaluate("window.stillHere"), "without being loaded anew"
