"""What somebody of the house does in a window."""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from server.demo.people import DEMO_PASSWORD

ROOT = Path(__file__).parents[2]


async def come_in(page: Page, who: str = "admin@example.com") -> None:
    """Sign in where the page asks for it."""
    await page.get_by_label("Email").fill(who)
    await page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.locator("main#content")).to_be_attached()


async def opened(windows, path: str, who: str = "admin@example.com", **options) -> Page:
    """Open a page of the staff's application as one of the demo people."""
    page: Page = await windows.open(path, **options)
    await come_in(page, who)
    return page


async def row_of(page: Page, name: str) -> Locator:
    """Return the row of a table that has this name in it; the only one."""
    row = page.locator("tbody tr").filter(has_text=name)
    await expect(row).to_have_count(1)
    return row


def deed_of(action: str) -> str:
    """Return what the application calls an action of the audit log."""
    names = (ROOT / "client_sdk/src/names/en.ts").read_text()
    (name,) = re.findall(rf'"audit\.action\.{re.escape(action)}": "([^"]+)"', names)
    return str(name)


async def noted(page: Page, action: str) -> None:
    """See that the newest entry of this kind is there, and open it."""
    await page.goto(f"/admin/audit?action={action}")
    await expect(page.get_by_role("main")).to_contain_text(deed_of(action))
    await page.locator("tbody tr").first.get_by_role("button").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
