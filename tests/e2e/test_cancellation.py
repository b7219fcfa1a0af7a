"""Giving tickets back in a real browser: the quote first, then the refund, and the seat free for others."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e import shopper

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


async def test_a_seat_is_given_back_for_what_was_quoted_and_another_window_sees_it_free(running, windows):
    show = running.show_with_room()
    page, onlooker = await windows.open(f"/shows/{show['id']}"), await windows.open(f"/shows/{show['id']}")
    first, second = await shopper.two_free_neighbours(page)
    await shopper.choose(page, first, second)
    await shopper.go_on_to_checkout(page)
    await shopper.sign_up(page)
    await shopper.pay(page)
    await shopper.approve(page)
    await expect(shopper.seat(onlooker, second)).to_have_attribute("data-look", "sold")

    await page.get_by_role("button", name="Cancel tickets").click()
    await expect(page.get_by_text("You get back")).to_be_visible()
    whole = int(await page.locator("[data-cancel-refund]").get_attribute("data-cancel-refund") or "0")
    await page.get_by_role("checkbox", name=first).uncheck()
    agreed = page.locator(f'[data-cancel-refund]:not([data-cancel-refund="{whole}"])')
    await expect(agreed).to_be_visible()
    part = await agreed.inner_text()
    button = page.get_by_role("button", name=re.compile("^Cancel and get"))
    await expect(button).to_contain_text(part)
    await button.dblclick()

    await expect(page.get_by_text(f"Cancelled: {second}")).to_be_visible()
    await expect(page.get_by_text(f"{part} was sent back")).to_be_visible()
    await expect(page.locator("[data-refund]")).to_have_count(1)
    await expect(shopper.seat(onlooker, second)).to_have_attribute("data-look", "free")
    await expect(shopper.seat(onlooker, first)).to_have_attribute("data-look", "sold")

    await page.reload()
    await expect(page.get_by_role("article", name=re.compile(f"{first}$"))).to_be_visible()
    await expect(page.locator('[data-refund="succeeded"]')).to_have_count(1)
    await page.get_by_role("button", name="Cancel tickets").click()
    await page.get_by_role("button", name=re.compile("^Cancel and get")).click()
    await expect(page.get_by_role("heading", name="This booking was cancelled")).to_be_visible()
    await expect(page.locator('[data-refund="succeeded"]')).to_have_count(2)
