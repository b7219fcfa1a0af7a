"""What somebody of the house does in a window."""

from playwright.async_api import Page, expect

from server.demo.people import DEMO_PASSWORD


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
