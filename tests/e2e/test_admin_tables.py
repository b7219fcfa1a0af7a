"""Tables of the staff's application: their state in the address, their file, their keys."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e.staff import opened

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


async def first_column(page: Page) -> list[str]:
    """Return what the first cells of the rows say."""
    await page.locator("tbody tr").first.wait_for()
    return await page.locator("tbody th").all_text_contents()


async def test_what_is_set_stands_in_the_address_and_comes_back_with_it(windows):
    page = await opened(windows, "/admin/prices")
    await first_column(page)
    await page.get_by_role("button", name="Theatre").click()
    await page.get_by_role("button", name="Columns").click()
    await page.get_by_role("checkbox", name="Step").click()
    await page.keyboard.press("Escape")
    assert re.search(r"\?sort=-theatre&hide=step$", page.url)
    sorted_now = await first_column(page)
    assert sorted_now == sorted(sorted_now, reverse=True)
    other = await page.context.new_page()
    await other.goto(page.url)
    assert await first_column(other) == sorted_now
    await expect(other.get_by_role("columnheader", name="Step")).to_have_count(0)


async def test_turning_a_page_is_a_step_that_back_undoes(windows):
    page = await opened(windows, "/admin/shows")
    first = await first_column(page)
    await page.get_by_role("button", name="Next").click()
    await page.wait_for_url("**cursor=**")
    await expect(page.locator("tbody th").first).not_to_have_text(first[0])
    await page.go_back()
    await expect(page.locator("tbody th").first).to_have_text(first[0])
    assert "cursor" not in page.url


async def test_a_filter_asks_the_server_and_leads_back_to_the_first_page(windows):
    page = await opened(windows, "/admin/people")
    await first_column(page)
    await page.get_by_role("searchbox", name="Name or email").fill("mohan")
    await page.keyboard.press("Enter")
    await expect(page.locator("tbody tr")).to_have_count(1)
    assert page.url.endswith("?q=mohan")


async def test_a_search_is_asked_for_while_it_is_typed(windows):
    page = await opened(windows, "/admin/people")
    await first_column(page)
    entries = await page.evaluate("history.length")
    await page.get_by_role("searchbox", name="Name or email").press_sequentially("mohan", delay=30)
    await expect(page.locator("tbody tr")).to_have_count(1)
    assert page.url.endswith("?q=mohan")
    assert await page.evaluate("history.length") == entries


LONG = {
    "film": "Der überaus lange und nie enden wollende Titel eines Films " * 5,
    "word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2,
}


@pytest.mark.parametrize("width", [320, 390, 1024, 1440])
@pytest.mark.parametrize("title", LONG.values(), ids=LONG)
async def test_a_title_of_any_length_pushes_nothing_aside(windows, title, width):
    page = await opened(windows, "/admin/", width=width)

    async def retitled(route):
        answer = await route.fetch()
        films = await answer.json()
        for film in films["items"]:
            film["title"] = title
        await route.fulfill(response=answer, json=films)

    await page.route("**/api/admin/movies?*", retitled)
    await page.goto("/admin/films")
    name = page.locator("tbody th .clamped").first
    await expect(name).to_have_attribute("title", title)
    assert (await name.evaluate("box => box.closest('th').clientWidth")) <= max(360, width / 2 + 40)
    short = await name.evaluate("box => box.clientHeight")
    # Whole for whoever comes to it by keyboard, and cut again afterwards.
    await page.locator("tbody th a").first.focus()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Tab")
    whole = "box => box.scrollHeight - box.clientHeight < 2"
    await page.wait_for_function(whole, arg=await name.element_handle())
    assert await name.evaluate("box => box.clientHeight") > short
    assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("width", [360, 390, 1024, 1440])
async def test_no_amount_is_ever_broken(windows, width):
    page = await opened(windows, "/admin/", width=width)

    async def richer(route):
        answer = await route.fetch()
        day = await answer.json()
        for one in day["currencies"]:
            one["revenue"]["amount"] = 1_234_567_890_50
        for one in day["by_theatre"]:
            one["revenue"]["amount"] = 1_234_567_890_50
        await route.fulfill(response=answer, json=day)

    await page.route("**/api/admin/analytics/today", richer)
    # Or the live line would bring the day as it is.
    await page.route_web_socket("**/ws/admin", lambda _: None)
    await page.goto("/admin/")
    large = re.compile(r"1,23,45,67,890\.5|1,234,567,890\.5")
    amounts = page.locator("dd span, tbody td").filter(has_text=large)
    await expect(amounts.first).to_be_visible()
    for box in await amounts.all():
        lines = await box.evaluate(
            """box => { const range = document.createRange(); range.selectNodeContents(box);
                return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size; }"""
        )
        assert lines == 1
        assert await box.evaluate("box => box.scrollWidth - box.clientWidth") <= 1
    assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


async def test_rows_are_kept_as_a_file_that_no_text_can_turn_into_a_formula(windows):
    page = await opened(windows, "/admin/people")
    await first_column(page)
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Keep as a CSV file").click()
    saved = await saving.value
    assert re.fullmatch(r"people-\d{4}-\d{2}-\d{2}\.csv", saved.suggested_filename)
    text = (await saved.path()).read_text("utf-8-sig")
    assert text.splitlines()[0].startswith("Name,Roles")
    assert "Ada Fernandes" in text


async def test_a_table_needs_no_mouse(windows):
    """By Tab and Enter alone: past the navigation, to a heading, to a dialog and back."""
    page = await opened(windows, "/admin/prices")
    await first_column(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")  # skip to content
    heading = page.get_by_role("button", name="Held out")
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await heading.evaluate("element => element === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    sorted_by = page.get_by_role("columnheader", name="Held out")
    await expect(sorted_by).to_have_attribute("aria-sort", "descending")
    change = page.get_by_role("button", name=re.compile("^Change the rule")).first
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await change.evaluate("element => element === document.activeElement"):
            break
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    for _ in range(25):  # the focus stays inside, however often
        await page.keyboard.press("Tab")
        assert await dialog.evaluate("element => element.contains(document.activeElement)")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(change).to_be_focused()


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("place", ["films", "shows", "theatres", "people"])
async def test_what_can_be_done_with_a_row_is_in_sight_at_a_desk(windows, place, width):
    page = await opened(windows, f"/admin/{place}", width=width)
    deeds = page.locator("tbody tr").first.locator("td[data-acts] :is(button, a)")
    await expect(deeds.first).to_be_visible()
    for deed in await deeds.all():
        box = await deed.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
        assert await deed.evaluate(
            "deed => { const { left, top, width, height } = deed.getBoundingClientRect();"
            " return deed.contains(document.elementFromPoint(left + width / 2, top + height / 2)); }"
        )


A_REFUND = {
    "id": "r-1", "booking_id": "b-1", "booking_reference": "MVM-4711", "payment_id": "p-1",
    "customer": {"id": "u-1", "name": "Venkata Subrahmanyam", "email": "venkata.subrahmanyam@example.com"},
    "show": {
        "id": 7, "movie_title": "A Wednesday That Would Not End",
        "theatre": {"id": 1, "name": "Deccan Palace", "city": "hyderabad", "city_name": "Hyderabad"},
        "screen": {"id": 1, "name": "Screen 1"},
        "starts_at": "2026-03-01T18:30:00+05:30", "time_zone": "Asia/Kolkata",
    },
    "amount": {"amount": 1_22_000, "currency": "INR"}, "status": "needs_attention",
    "reason": "customer_cancelled", "method": "stripe", "at_counter": False, "attempts": 3, "due_at": None,
    "provider_reference": None, "last_error": "The bank says that this card was lost or stolen a while ago",
    "created_at": "2026-02-28T10:00:00+05:30", "settled_at": None,
}  # fmt: skip


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize("who", ["staff@example.com", "admin@example.com"])
async def test_what_can_be_done_with_a_refund_is_in_sight_whatever_is_said_of_it(windows, who, width):
    page = await opened(windows, "/admin/", who, width=width)
    refunds = {"items": [A_REFUND], "next_cursor": None}
    await page.route("**/api/admin/refunds?*", lambda route: route.fulfill(json=refunds))
    await page.goto("/admin/refunds")
    cell = page.locator("tbody td:last-child")
    paid = cell.get_by_role("button", name=re.compile("was paid by hand$"))
    await expect(paid).to_be_visible()
    box = await paid.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width
    # Nothing is over it, and nothing shines through.
    ground = await cell.evaluate("cell => getComputedStyle(cell).backgroundColor")
    assert "rgba(" not in ground
    await paid.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
