"""Paying by card in a real browser: the card network's form, the bank's page, people who press twice."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e import shopper
from tests.stripe.server import GOOD_CARD, REFUSED_CARD, SECURE_CARD

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

_TICKETS = "You are going to the movies"
_PRESS_TWENTY_TIMES = "button => { for (let press = 0; press < 20; press += 1) button.click(); }"


async def at_checkout(running, windows, *, phone: bool = False) -> Page:
    """Two seats held, an account made, the ways to pay on the table."""
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    if phone:
        await page.set_viewport_size({"width": 390, "height": 844})
    await shopper.sign_up(page)
    return page


def pay_button(page: Page):
    return page.get_by_role("button", name=re.compile(r"^Pay ₹[\d,.]+$"))


async def bookings_of(page: Page) -> int:
    """Return how many bookings the account of this window has."""
    await page.goto("/account")
    rows = page.locator("a[href^='/bookings/']")
    await rows.first.wait_for()
    return len(set(await rows.evaluate_all("links => links.map(link => link.href)")))


async def test_twenty_presses_on_pay_are_one_booking_and_one_charge(running, windows):
    page = await at_checkout(running, windows)
    before = len(running.stripe.charges())
    await page.get_by_role("radio").and_(page.locator("[value=stripe]")).check()
    await pay_button(page).evaluate(_PRESS_TWENTY_TIMES)
    await page.wait_for_url("**/bookings/**")
    await shopper.fill_card(page, GOOD_CARD)
    await pay_button(page).evaluate(_PRESS_TWENTY_TIMES)
    await expect(page.get_by_role("heading", name=_TICKETS)).to_be_visible()
    assert len(running.stripe.charges()) == before + 1
    assert await bookings_of(page) == 1


async def test_a_refused_card_leaves_the_form_and_a_reload_too(running, windows):
    page = await at_checkout(running, windows)
    await page.reload()
    await shopper.pay_by_card(page)
    await pay_button(page).click()
    await expect(page.get_by_text("Your card number is incomplete.")).to_be_visible()
    await shopper.fill_card(page, REFUSED_CARD)
    await pay_button(page).click()
    await expect(page.get_by_text("Your card was declined.")).to_be_visible()
    await page.reload()
    await shopper.fill_card(page, GOOD_CARD)
    await pay_button(page).click()
    await expect(page.get_by_role("heading", name=_TICKETS)).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", name=_TICKETS)).to_be_visible()


async def test_the_banks_page_says_yes_and_leads_back_to_the_tickets(running, windows):
    page = await at_checkout(running, windows, phone=True)
    await shopper.pay_by_card(page)
    await shopper.fill_card(page, SECURE_CARD)
    await pay_button(page).click()
    await page.wait_for_url("**/_test/3ds/**")
    await page.get_by_role("button", name="Approve").click()
    await expect(page.get_by_role("heading", name=_TICKETS)).to_be_visible()
    assert "secret" not in page.url


async def test_the_banks_page_says_no_and_the_booking_is_paid_another_way(running, windows):
    page = await at_checkout(running, windows)
    await shopper.pay_by_card(page)
    for way in ("left", "refused"):
        await shopper.fill_card(page, SECURE_CARD)
        await pay_button(page).click()
        await page.wait_for_url("**/_test/3ds/**")
        if way == "left":
            await page.go_back()
            await expect(page.get_by_label("Card number")).to_be_visible()
        else:
            await page.get_by_role("button", name="Refuse").click()
    await page.wait_for_url(re.compile(r"/bookings/[0-9a-f-]+$"))
    await expect(page.get_by_label("Card number")).to_be_visible()
    await expect(page.get_by_role("alert").first).to_be_visible()
    await page.get_by_role("button", name="Pay another way").click()
    await page.get_by_role("radio", name="UPI").check()
    await page.get_by_role("button", name=re.compile("^Pay ₹.* by UPI")).click()
    await shopper.approve(page)


async def test_a_card_form_that_cannot_be_loaded_leaves_other_ways(running, windows):
    page = await at_checkout(running, windows)
    away = True

    async def refuse(route) -> None:
        await (route.abort() if away else route.continue_())

    await page.route("**/stripe.js", refuse)
    await page.get_by_role("radio").and_(page.locator("[value=stripe]")).check()
    await pay_button(page).click()
    await page.wait_for_url("**/bookings/**")
    await expect(page.get_by_text("The card form could not be loaded.")).to_be_visible()
    await expect(page.get_by_role("button", name="Pay another way")).to_be_visible()
    away = False
    await page.get_by_role("button", name="Try again").click()
    await shopper.fill_card(page, GOOD_CARD)
    await pay_button(page).click()
    await expect(page.get_by_role("heading", name=_TICKETS)).to_be_visible()


async def test_a_promotion_is_taken_off_the_price_before_it_is_paid(running, windows, axe):
    page = await at_checkout(running, windows, phone=True)
    total = page.get_by_test_id("total")
    before = await total.inner_text()
    await page.get_by_label("Promotion code").fill("nosuchcode")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_text("There is no such promotion code.")).to_be_visible()
    await page.get_by_label("Promotion code").fill("firstshow")
    await page.get_by_role("button", name="Apply").click()
    await expect(page.get_by_text("FIRSTSHOW is applied")).to_be_visible()
    after = await total.inner_text()
    assert after != before
    assert await axe(page) == []
    await shopper.pay(page)
    await shopper.approve(page)
    await expect(page.get_by_text(after).first).to_be_visible()
