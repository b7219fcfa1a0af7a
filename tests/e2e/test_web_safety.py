"""What a page may run, and what becomes of texts that would like to be more than texts."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from playwright.async_api import Browser, Page, expect

from server.core.db import credentials
from tests.e2e.test_account import sign_up
from tests.patience import PATIENCE

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

TRICK = "Zz<b data-trick>\"'><img src=x onerror=window.tricked=1></script><script>window.tricked=1</script>"
_TEXTS = """
    SELECT table_name, column_name, character_maximum_length AS room FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = ANY($1) AND data_type IN ('text', 'character varying')
        AND column_name <> ALL($2)
"""
_TABLES = ["movies", "people", "credits", "theatres", "cities", "screens", "promotions"]
_OF_THE_MACHINE = [
    "slug", "currency", "country", "time_zone", "kind", "motif", "status", "code", "tax_name",
    "rounding_mode",
]  # fmt: skip


_LINK = (
    "document.body.append(Object.assign(document.createElement('a'), "
    "{id: 'j', href: 'javascript:window.ran=1'}));"
    "document.getElementById('j').click()"
)


async def tricked(page: Page) -> bool:
    """Tell whether a text became an element, or ran."""
    return bool(
        await page.evaluate("Boolean(window.tricked) || document.querySelector('[data-trick]') !== null")
    )


@pytest.fixture
async def tricky_house(running) -> AsyncIterator[asyncpg.Connection]:
    """Every text that staff may write, of every film, person and theatre, is the trick."""
    connection = await asyncpg.connect(**credentials(running.database_url))
    trick = connection.transaction()
    fields = await connection.fetch(_TEXTS, _TABLES, _OF_THE_MACHINE)
    kept = {
        table: await connection.fetch(f"SELECT * FROM {table}")  # noqa: S608 # names of our own
        for table in {field["table_name"] for field in fields}
    }
    await trick.start()
    for field in fields:
        table, column, room = field.values()
        await connection.execute(
            f"UPDATE {table} SET {column} = left(id || ' ' || $1, $2) WHERE {column} IS NOT NULL",  # noqa: S608 # as above
            TRICK, room or 10_000,
        )  # fmt: skip
    await trick.commit()
    yield connection
    async with connection.transaction():
        for field in fields:
            table, column, _ = field.values()
            for row in kept[table]:
                back = f"UPDATE {table} SET {column} = $2 WHERE id = $1"  # noqa: S608 # as above
                await connection.execute(back, row["id"], row[column])
    await connection.close()


async def test_what_staff_writes_is_shown_as_it_is_written_and_never_run(running, windows, tricky_house):
    show = running.show_with_room()
    film = running.get(f"/movies/{show['movie_id']}")
    page = await windows.open("/")
    pages = [
        "/", "/?city=hyderabad", "/movies", f"/movies/{film['slug']}", "/theatres",
        f"/theatres/{show['theatre']['id']}", f"/shows/{show['id']}",
    ]  # fmt: skip
    for path in pages:
        await page.goto(path, wait_until="networkidle")
        assert not await tricked(page), path
        assert "Zz<b data-trick>" in await page.inner_text("body"), path


async def test_what_a_customer_writes_is_shown_as_it_is_written_and_never_run(windows):
    page = await windows.open("/")
    name = TRICK[:110]
    await sign_up(page, "tricky@example.com", name=name)
    for path in ("/account", "/account/settings"):
        await page.goto(path, wait_until="networkidle")
        assert not await tricked(page), path
    await expect(page.get_by_label("Your name")).to_have_value(name)
    await page.goto("/account")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("<b data-trick>")


@pytest.mark.parametrize(
    "address",
    ["/movies?q={}", "/sign-in?next={}", "/?city={}", "/verify#token={}", "/movies?genre={}&sort={}"],
)
async def test_what_an_address_says_is_never_run(windows, address):
    page = await windows.open("/")
    await page.goto(address.replace("{}", TRICK.replace("#", "")), wait_until="networkidle")
    assert not await tricked(page)


async def test_the_trick_would_work_where_texts_are_not_escaped(windows):
    """The control: the very text, put in as a page should not."""
    page = await windows.open("/about")
    text = TRICK.replace("onerror", "data-no")  # its handler would be barred, and complained of
    await page.evaluate("text => document.body.insertAdjacentHTML('beforeend', text)", text)
    assert await tricked(page)


@pytest.mark.parametrize(
    "smuggled",
    [
        "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.ran = 1\">')",
        _LINK,
        "document.body.append(Object.assign(document.createElement('base'), {href: 'https://evil.example/'}))",
        "document.body.insertAdjacentHTML('beforeend', '<iframe src=\"https://evil.example/\"></iframe>')",
    ],
)
async def test_what_was_smuggled_in_is_barred_by_the_policy(browser: Browser, running, smuggled):
    context = await browser.new_context(base_url=running.web)
    page = await context.new_page()
    barred = []
    page.on(
        "console", lambda message: barred.append(message.text) if "Content Security" in message.text else None
    )
    await page.goto("/about", wait_until="networkidle")
    await page.evaluate(smuggled)
    await page.wait_for_timeout(500)
    assert not await page.evaluate("Boolean(window.ran)")
    assert barred
    await context.close()


async def test_signing_in_leads_to_this_site_alone(windows):
    page = await windows.open("/")
    await sign_up(page, "led-away@example.com")
    for wanted in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/%09/evil.example",
    ):
        await page.goto(f"/sign-in?next={wanted}")
        await page.wait_for_url("**/account")


async def test_no_script_reads_what_keeps_somebody_signed_in(windows):
    page = await windows.open("/")
    await sign_up(page, "cookies@example.com")
    assert "mm_refresh" not in await page.evaluate("document.cookie")
    kept = {cookie["name"]: cookie for cookie in await page.context.cookies()}
    for name in ("mm_refresh", "mm_device"):
        assert (kept[name]["httpOnly"], kept[name]["sameSite"]) == (True, "Strict")
    stored = await page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "eyJ" not in stored


@pytest.mark.parametrize(
    "path", ["/movies/%E0", "/shows/%E0", "/api/metrics%E0", "/api/%E0%A4%A/metrics", "/admin/%ff", "/%"]
)
async def test_an_address_that_cannot_be_read_is_refused_at_the_door(running, path):
    answer = await asyncio.to_thread(httpx.get, f"{running.web}{path}", timeout=PATIENCE)
    assert answer.status_code == 400, answer.text
