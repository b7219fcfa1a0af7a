"""What a person does in a window."""

import asyncio
import re
from itertools import count

from playwright.async_api import Page, expect

from tests.patience import PATIENCE

_numbers = count(1)
PASSWORD = "a long enough password"


def seat(page: Page, label: str):
    return page.locator(f'[data-label="{label}"]')


_AISLE = 60
"""Seats whose middles are this far apart in the drawing, where a seat has 40, have an aisle between them."""
_FREE_SEATS = """
    seats => seats.filter(seat => !['wheelchair', 'companion', 'couple'].includes(seat.dataset.category))
        .map(seat => [seat.dataset.label, seat.transform.baseVal.consolidate().matrix.e])
"""


async def two_free_neighbours(page: Page) -> tuple[str, str]:
    """Return the labels of two neighbouring free seats of one row that leave no single one beside them."""
    free = page.locator('[data-label][data-look="free"]')
    await free.first.wait_for()
    places: dict[str, float] = dict(await free.evaluate_all(_FREE_SEATS))

    def beside(label: str, step: int) -> str | None:
        """Return the free seat on that side; none across an aisle."""
        row, number = re.fullmatch(r"(\D+)(\d+)", label).groups()  # type: ignore[union-attr]
        other = f"{row}{int(number) + step}"
        return other if other in places and abs(places[other] - places[label]) < _AISLE else None

    def leaves_one(label: str, step: int) -> bool:
        last = beside(label, step)
        return last is not None and beside(last, step) is None

    labels = list(places)
    for label in labels[len(labels) // 2 :] + labels:
        other = beside(label, 1)
        if other is not None and not leaves_one(label, -1) and not leaves_one(other, 1):
            return label, other
    raise AssertionError("no two neighbours are free")


async def choose(page: Page, *labels: str) -> None:
    for label in labels:
        await seat(page, label).click()
        await expect(seat(page, label)).to_have_attribute("data-look", "chosen")


async def go_on_to_checkout(page: Page) -> None:
    await page.get_by_role("button", name="Continue").click()
    await page.wait_for_url("**/checkout/**")


async def sign_up(page: Page) -> str:
    """Make an account in the middle of the checkout; return its address."""
    email = f"window{next(_numbers)}-{id(page)}@example.com"
    await page.get_by_role("button", name="Create an account").first.click()
    await page.get_by_label("Your name").fill("Meera Nair")
    await page.get_by_label("Email").fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.locator("form").get_by_role("button", name="Create an account").click()
    await expect(page.get_by_text("How would you like to pay?")).to_be_visible()
    return email


async def pay_by_card(page: Page) -> None:
    """Choose the card network and press Pay; its form opens on the booking's page."""
    await page.get_by_role("radio", name="Card", exact=False).and_(page.locator("[value=stripe]")).check()
    await page.get_by_role("button", name=re.compile("^Pay")).click()
    await page.wait_for_url("**/bookings/**")
    await expect(page.get_by_label("Card number")).to_be_visible()


async def fill_card(page: Page, number: str) -> None:
    await page.get_by_label("Card number").fill(number)
    await page.get_by_label("Expiration date").fill("12 / 40")
    await page.get_by_label("Security code").fill("123")


async def pay(page: Page, method: str = "UPI") -> None:
    """Choose a method and press Pay; the bank's dialog opens."""
    await page.get_by_role("radio", name=method).check()
    await page.get_by_role("button", name=re.compile("^Pay")).click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def approve(page: Page) -> None:
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("heading", name="You are going to the movies")).to_be_visible()


async def link_mailed(running, email: str, subject: str) -> str:
    """Wait for a mail and return the path that its link leads to."""
    async with asyncio.timeout(PATIENCE):
        while True:
            for mail in running.mails:
                if mail["To"] == email and mail["Subject"] == subject:
                    found = re.search(r"https?://[^/]+(/\w+#token=\S+)", mail.get_content())
                    assert found is not None
                    return found[1]
            await asyncio.sleep(0.2)
