"""Who is let into the staff's application, and what is around every page of it."""

import re

import httpx
import pytest
from playwright.async_api import expect

from tests.e2e.staff import come_in, opened

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PAGES = {
    "/admin/": "Today",
    "/admin/shows": "Shows",
    "/admin/films": "Films",
    "/admin/theatres": "Theatres",
    "/admin/theatres/1": "Golconda Talkies",
    "/admin/predictions": "Predictions",
    "/admin/prices": "Prices",
    "/admin/models": "Models",
    "/admin/experiments": "Experiments",
    "/admin/promotions": "Promotions",
    "/admin/refunds": "Refunds",
    "/admin/people": "People",
    "/admin/audit": "Audit log",
}


async def test_a_stranger_is_asked_and_led_on_to_the_page_that_was_asked_for(windows):
    page = await windows.open("/admin/people?role=manager")
    await page.get_by_label("Email").fill("admin@example.com")
    await page.get_by_label("Password", exact=True).fill("not the password")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("Email or password is wrong.")).to_be_visible()
    await come_in(page)
    await expect(page.get_by_role("heading", level=1)).to_have_text("People")
    await expect(page.get_by_role("row", name="manager@example.com")).to_be_visible()
    await expect(page.get_by_role("row", name="asha@example.com")).to_have_count(0)


async def test_who_came_in_stays_so_after_a_reload_until_signing_out_in_the_shop_as_well(windows):
    page = await opened(windows, "/admin/")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Today")
    shop = await page.context.new_page()
    await shop.goto("/account")
    await expect(shop.get_by_role("heading", name="Hello, Ada Fernandes")).to_be_visible()
    await page.get_by_role("button", name="Ada Fernandes").click()
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_label("Email")).to_be_visible()
    await shop.reload()
    await expect(shop.get_by_text("Sign in to see your bookings.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("depth", [0, 300], ids=["at the top", "scrolled"])
async def test_every_menu_opens_where_it_can_be_seen(windows, width, depth):
    """One that opened below the window moved when something in it was clicked, and closed."""
    page = await opened(windows, "/admin/shows", width=width, height=700)
    await expect(page.locator("tbody tr").nth(5)).to_be_visible()
    await page.evaluate("depth => window.scrollTo(0, depth)", depth)
    buttons = await page.locator("button[popovertarget]:visible").all()
    assert len(buttons) >= 3
    for button in buttons:
        await button.focus()
        await page.keyboard.press("Enter")
        menu = page.locator(":popover-open")
        await expect(menu).to_be_in_viewport(ratio=1)
        await page.keyboard.press("Escape")
        await expect(menu).to_have_count(0)


async def test_two_windows_that_open_together_end_nobodys_session(windows):
    """Both renew with the one cookie; the lock lets them take turns."""
    page = await opened(windows, "/admin/")
    others = [await page.context.new_page() for _ in range(4)]
    titles = {
        "/admin/": "Today", "/account": "Hello, Ada Fernandes", "/admin/people": "People",
        "/admin/audit": "Audit log",
    }  # fmt: skip
    for other, path in zip(others, titles, strict=True):
        await other.goto(path, wait_until="commit")
    for other, title in zip(others, titles.values(), strict=True):
        await expect(other.get_by_role("heading", level=1)).to_have_text(title)


async def test_a_customer_is_told_that_this_is_not_for_customers(windows):
    page = await windows.open("/admin/audit")
    await page.get_by_label("Email").fill("asha@example.com")
    await page.get_by_label("Password", exact=True).fill("popcorn-at-eight")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_text("who has no role here")).to_be_visible()
    await expect(page.get_by_role("navigation")).to_have_count(0)


async def test_a_manager_sees_the_ways_of_managers_and_is_told_whose_the_others_are(windows):
    page = await opened(windows, "/admin/audit", "manager@example.com")
    await expect(page.get_by_text("It takes the role Admin.")).to_be_visible()
    ways = page.get_by_role("navigation", name="Main").first.get_by_role("link")
    await expect(ways).to_have_text(
        ["Today", "Shows", "Films", "Theatres", "Predictions", "Prices", "Models", "Refunds"]
    )


async def test_staff_see_what_plays_today_and_are_live(windows):
    page = await opened(windows, "/admin/", "staff@example.com")
    await expect(page.get_by_role("status").filter(has_text=re.compile("^Live$"))).to_be_visible()
    await expect(page.get_by_role("region", name="Today’s shows", exact=True)).to_be_visible()
    await page.get_by_role("navigation", name="Main").first.get_by_role("link", name="Shows").click()
    await expect(page.locator("tbody tr").first).to_be_visible()
    await expect(page.get_by_role("columnheader", name="Actions")).to_have_count(0)


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (390, "light"), (1280, "contrast")])
async def test_every_page_is_whole_for_keyboard_and_screen_reader(windows, axe, width, theme):
    page = await opened(windows, "/admin/", width=width, reduced_motion="reduce")
    await page.evaluate("theme => localStorage.setItem('mm.theme', theme)", theme)
    for path, title in PAGES.items():
        await page.goto(path, wait_until="networkidle")
        await expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert await axe(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path


async def test_the_page_runs_its_own_files_alone_and_nobody_keeps_it(running):
    async with httpx.AsyncClient(base_url=running.web, timeout=60) as client:
        page = await client.get("/admin/predictions?sort=-change")
        assert page.status_code == 200
        assert page.headers["cache-control"] == "no-cache"
        assert "script-src 'self';" in page.headers["content-security-policy"]
        assert "<script>" not in page.text
        (script,) = [part.split('"')[0] for part in page.text.split('src="')[1:]]
        found = await client.get(script, headers={"Accept-Encoding": "br"})
        assert found.headers["content-encoding"] == "br"
        assert "immutable" in found.headers["cache-control"]
        assert (await client.get("/admin/assets/index-gone.js")).status_code == 404
        assert (await client.get("/admin")).headers["location"] == "/admin/"
        assert (await client.post("/admin/")).status_code == 405
