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
