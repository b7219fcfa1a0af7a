"""Every page in every width, theme and language: nothing overflows, nothing is barred to anybody."""

import re

import asyncpg
import pytest
from playwright.async_api import expect

from server.core.db import credentials

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def paths(running) -> list[str]:
    show = running.show_with_room()
    film = running.get(f"/movies/{show['movie_id']}")
    # A title of one long word is the hardest to set.
    films = running.get("/movies?limit=100")["items"]
    longest = max(films, key=lambda one: max(map(len, one["title"].split())))
    theatre = show["theatre"]["id"]
    return [
        "/", "/?city=hyderabad", "/movies", "/movies?q=maya", "/movies?q=nothing-like-this",
        f"/movies/{film['slug']}", f"/movies/{longest['slug']}",
        "/theatres", f"/theatres/{theatre}", f"/shows/{show['id']}", "/sign-in", "/sign-up", "/account",
        "/about", "/help", "/no-such-page",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [320, 390, 1440])
async def test_a_word_without_end_is_no_small_print_and_what_is_not_known_is_no_chip(running, windows, width):
    film = running.get("/movies?limit=1")["items"][0]
    connection = await asyncpg.connect(**credentials(running.database_url))
    change = "UPDATE movies SET title = $2, certificate = $3 WHERE id = $1"
    try:
        await connection.execute(change, film["id"], "Rindfleisch" + "etikettierung" * 4, "")
        page = await windows.open(f"/movies/{film['slug']}", width=width)
        title = page.get_by_role("heading", level=1)
        assert float((await title.evaluate("one => getComputedStyle(one).fontSize"))[:-2]) >= 24
        assert await title.evaluate("one => one.scrollWidth - one.clientWidth") <= 0
        chips = await page.locator(".chip").all_inner_texts()
        assert chips
        assert "" not in [chip.strip() for chip in chips]
        assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    finally:
        await connection.execute(change, film["id"], film["title"], film["certificate"])
        await connection.close()


@pytest.mark.parametrize("width", [320, 768, 1280, 1920])
async def test_no_page_overflows(running, windows, width):
    page = await windows.open("/", width=width)
    for path in paths(running):
        await page.goto(path)
        beyond = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert beyond <= 0, f"{path} is {beyond} px wider than {width}"


@pytest.mark.parametrize("theme", ["dark", "light", "contrast"])
async def test_axe_finds_nothing(running, windows, axe, theme):
    page = await windows.open("/", reduced_motion="reduce")
    await page.context.add_cookies([{"name": "mm.theme", "value": theme, "url": running.web}])
    for path in paths(running):
        await page.goto(path, wait_until="networkidle")
        assert await axe(page) == [], f"{path} in {theme}"


@pytest.mark.parametrize(("language", "movies"), [("hi", "फ़िल्में"), ("te", "సినిమాలు")])
async def test_the_whole_site_speaks_the_visitors_language(running, windows, axe, language, movies):
    page = await windows.open("/", reduced_motion="reduce", locale=language)
    await expect(page.locator("html")).to_have_attribute("lang", re.compile(f"^{language}"))
    await expect(page.get_by_role("link", name=movies).first).to_be_visible()
    assert await axe(page) == []


async def test_pages_are_complete_without_javascript(running, windows):
    page = await windows.open("/", java_script_enabled=False)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.goto("/movies?q=mayabazar")
    await expect(page.get_by_role("link", name=re.compile("Mayabazar")).first).to_be_visible()


async def test_search_engines_and_shared_links_are_told_what_a_page_is(running, windows):
    show = running.show_with_room()
    film = running.get(f"/movies/{show['movie_id']}")
    page = await windows.open(f"/movies/{film['slug']}")
    assert film["title"] in await page.title()
    data = await page.locator('script[type="application/ld+json"]').all_text_contents()
    assert any('"Movie"' in text and film["title"] in text for text in data)
    assert any("ScreeningEvent" in text for text in data)
    assert await page.locator('meta[name="description"]').get_attribute("content")
    for path in ("/robots.txt", "/sitemap.xml", "/manifest.webmanifest"):
        answer = await page.context.request.get(path)
        assert answer.ok, path


async def test_a_page_that_is_not_there_says_so(running, windows):
    page = await windows.open("/")
    answer = await page.goto("/movies/no-such-film")
    assert answer is not None
    assert answer.status == 404
    gone = await page.goto("/shows/99999999")
    assert gone is not None
    assert gone.status == 404


async def test_a_lost_connection_is_shown_and_mended(running, windows):
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
    await page.context.set_offline(True)
    await page.evaluate("window.dispatchEvent(new Event('offline'))")
    await expect(page.get_by_text(re.compile("offline", re.IGNORECASE)).first).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("Live", exact=True)).to_be_visible()
