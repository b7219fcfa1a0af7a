"""Prices and money in the staff's application: rules, experiments, refunds that wait, sales as they come."""

import asyncio
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e import shopper
from tests.e2e.staff import noted, opened, row_of
from tests.stripe.server import GOOD_CARD

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


async def test_the_bounds_of_a_theatres_prices_are_set_and_its_prices_stand_still(windows):
    page = await opened(windows, "/admin/prices?sort=theatre")
    theatre = (await page.locator("tbody th span.font-semibold").last.inner_text()).strip()
    row = await row_of(page, theatre)
    await row.get_by_role("button", name=re.compile("^Change")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("At least (%)").fill("120")
    await dialog.get_by_label("Largest step (%)").fill("a lot")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_have_count(2)
    await dialog.get_by_label("At least (%)").fill("90")
    await dialog.get_by_label("At most (%)").fill("112.5")
    await dialog.get_by_label("Largest step (%)").fill("5")
    await dialog.get_by_label("Prices move by themselves").uncheck()
    await dialog.get_by_label(re.compile("^Reason")).fill("A quiet month")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_text(f"The rule of {theatre} is saved.")).to_be_visible()
    await expect(row).to_contain_text("Off")
    await expect(row).to_contain_text(re.compile(r"90\s?% – 112\.5\s?%"))
    await noted(page, "price.rules")
    await expect(page.get_by_role("dialog")).to_contain_text("A quiet month")


async def test_an_experiment_is_planned_changed_and_ended(windows):
    page = await opened(windows, "/admin/experiments")
    await page.get_by_role("button", name="Plan an experiment").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Name").first.fill("How far may prices rise?")
    await dialog.get_by_role("button", name="Another arm").click()
    await dialog.get_by_label("Theatres").select_option("Golconda Talkies")
    third = dialog.get_by_role("group", name="Arm 3")
    await third.get_by_label("Name").fill("Forecast")
    await third.get_by_label("Share (%)").fill("20")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("All shares together are 100.").first).to_be_visible()
    await expect(dialog.get_by_text("Forecast is in it twice.").first).to_be_visible()
    await third.get_by_label("Name").fill("Up to 110 %")
    await third.get_by_label("At most (%)").fill("110")
    await dialog.get_by_role("group", name="Arm 2").get_by_label("Share (%)").fill("30")
    await dialog.get_by_role("button", name="Save").click()
    card = page.get_by_role("article", name=re.compile("^How far may prices rise"))
    await expect(card).to_contain_text(re.compile(r"Up to 110 % 20\s?%"))
    await expect(card).to_contain_text("Planned")

    await card.get_by_role("button", name="Change").click()
    await expect(third.get_by_label("At most (%)")).to_have_value("110")
    begins = datetime.now(UTC) - timedelta(days=1)
    await dialog.get_by_label(re.compile("^From")).fill(begins.strftime("%Y-%m-%dT%H:%M"))
    await dialog.get_by_role("button", name="Save").click()
    await expect(card).to_contain_text("Running")
    await card.get_by_role("button", name=re.compile("^End it now")).click()
    await expect(card).to_contain_text("Ended")
    await expect(card.get_by_role("button")).to_have_count(0)
    await noted(page, "experiment.end")


async def given_back(running, windows) -> None:
    """A customer pays by card and gives both tickets back; the card network says that it pays."""
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    await shopper.sign_up(page)
    await shopper.pay_by_card(page)
    await shopper.fill_card(page, GOOD_CARD)
    await page.get_by_role("button", name=re.compile(r"^Pay ₹[\d,.]+$")).click()
    await expect(page.get_by_role("heading", name="You are going to the movies")).to_be_visible()
    await page.get_by_role("button", name="Cancel tickets").click()
    await page.get_by_role("button", name=re.compile("^Cancel and get")).click()
    await expect(page.locator('[data-refund="succeeded"]')).to_have_count(1)


async def reloaded_until_there(page: Page, row: Locator, seconds: float = 60) -> None:
    """Look again and again, as a person would who was told of it: a worker hears from the card network."""
    deadline = time.monotonic() + seconds
    while not await row.count():
        assert time.monotonic() < deadline, await page.locator("main").inner_text()
        await page.reload()
        await (
            page.get_by_role("main")
            .get_by_text("Waits for a person")
            .or_(page.get_by_text("No refund here"))
            .first.wait_for(state="attached")
        )
        await asyncio.sleep(0.3)


async def test_a_refund_that_came_back_waits_for_a_person_who_pays_it_by_hand(running, windows):
    known = {refund["id"] for refund in running.stripe.refunds()}
    await given_back(running, windows)
    (refund,) = [each for each in running.stripe.refunds() if each["id"] not in known]
    running.stripe.say_of_refund(refund["id"], status="failed", failure_reason="lost_or_stolen_card")
    page = await opened(windows, "/admin/refunds?status=needs_attention")
    row = page.locator("tbody tr").filter(has_text="Waits for a person").first
    await reloaded_until_there(page, row)
    await expect(row).to_contain_text("stolen")
    await row.get_by_role("button", name=re.compile("was paid by hand$")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Paid by hand").click()
    await expect(dialog.get_by_text("Please say why")).to_be_visible()
    await dialog.get_by_label("Reason").fill("In cash at the counter, receipt 4711")
    await dialog.get_by_role("button", name="Paid by hand").click()
    await expect(page.get_by_text("It is written down as paid.")).to_be_visible()
    await noted(page, "refund.paid_by_hand")
    await expect(page.get_by_role("dialog")).to_contain_text("receipt 4711")


async def test_what_is_sold_is_seen_at_once_by_whoever_has_the_day_open(running, windows):
    today = await opened(windows, "/admin/")
    await expect(today.get_by_text("Live", exact=True)).to_be_visible()
    tickets = today.locator("div.tile").filter(has=today.get_by_text("Tickets", exact=True))
    before = await tickets.inner_text()
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    await shopper.sign_up(page)
    await shopper.pay(page)
    await shopper.approve(page)
    # The page asks by itself once a minute; the house says it sooner.
    await expect(tickets).not_to_have_text(before)
