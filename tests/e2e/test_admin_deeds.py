"""What the house's people do in the staff's application, and the trace it leaves in the audit log."""

import re

import pytest
from playwright.async_api import expect

from tests.e2e.staff import noted, opened, row_of

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


async def test_a_promotion_is_made_refused_where_it_is_wrong_changed_and_withdrawn(windows):
    page = await opened(windows, "/admin/promotions")
    await page.get_by_role("button", name="Make a promotion").click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Please fill this in.").first).to_be_visible()
    await page.get_by_role("textbox", name="Code").fill("firstshow")  # the demo house has it
    await page.get_by_label("Label").fill("Rainy days")
    await page.get_by_label("Percent", exact=True).fill("12.5")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog").get_by_role("alert").first).to_be_visible()
    await page.get_by_role("textbox", name="Code").fill("rainyday")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("RAINYDAY is saved.")).to_be_visible()
    row = await row_of(page, "RAINYDAY")
    await expect(row).to_contain_text(re.compile(r"12\.5\s?%"))
    await row.get_by_role("button", name="Change").click()
    await page.get_by_label("How often in all").fill("40")
    await page.get_by_role("button", name="Save").click()
    await expect(row).to_contain_text("0 of 40")
    await row.get_by_role("button", name="Withdraw").click()
    await page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    await expect(row).to_contain_text("Withdrawn")
    await noted(page, "promotion.withdraw")


async def test_a_role_is_given_with_a_reason_and_its_owner_comes_in(windows):
    page = await opened(windows, "/admin/people?q=ben")
    await page.get_by_role("button", name=re.compile("Roles of Ben")).click()
    await page.get_by_role("button", name="Another role").click()
    await page.get_by_label("Role", exact=True).select_option("Manager")
    await page.get_by_label("Where").select_option("Golconda Talkies")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Please say why")).to_be_visible()
    await page.get_by_label("Reason").fill("Sees to the prices now")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("tbody tr").first).to_contain_text("Manager at Golconda Talkies")
    await noted(page, "user.roles")
    await expect(page.get_by_role("dialog")).to_contain_text("Sees to the prices now")
    theirs = await opened(windows, "/admin/prices", "ben@example.com")
    await expect(theirs.locator("tbody th")).to_have_text([re.compile("Golconda Talkies")])


async def test_a_price_is_set_by_hand_within_bounds_told_and_given_back(windows):
    page = await opened(windows, "/admin/predictions?sort=-starts")
    await page.locator("tbody th button").first.click()
    drawer = page.get_by_role("dialog")
    await expect(drawer.get_by_role("heading", name="Why")).to_be_visible()
    await drawer.get_by_role("button", name="Set a price").click()
    asked = page.get_by_role("dialog").last
    await asked.get_by_label(re.compile("^Price in")).fill("999999")
    await asked.get_by_label("Reason").fill("A festival in town")
    await asked.get_by_role("button", name="Set the price").click()
    bounds = asked.get_by_role("alert").filter(has_text=re.compile("^From "))
    await expect(bounds).to_be_visible()
    most = re.findall(r"[\d,.]*\d", await bounds.inner_text())[-1].replace(",", "")
    await asked.get_by_label(re.compile("^Price in")).fill(most)
    await asked.get_by_role("button", name="Set the price").click()
    await expect(drawer.get_by_text("A festival in town")).to_be_visible()
    await drawer.get_by_role("button", name="End it now").click()
    await expect(drawer.get_by_text("A festival in town")).to_have_count(0)
    await drawer.get_by_role("link", name="Price history").click()
    await expect(page.get_by_role("cell", name="A festival in town").first).to_be_visible()
    await noted(page, "price.override")


async def test_a_model_is_taken_up_and_left_again(windows):
    page = await opened(windows, "/admin/models")
    in_use = page.locator("tbody tr").filter(has_text="In use")
    before = (await in_use.get_by_role("link").inner_text()).strip()
    await page.get_by_role("link", name=re.compile("^naive-")).click()
    await page.get_by_role("button", name="Use this model").click()
    await page.get_by_label(re.compile("Reason")).fill("To see what it is worth")
    await page.get_by_role("dialog").get_by_role("button", name="Use this model").click()
    await expect(page.get_by_role("button", name="Roll back")).to_be_visible()
    await page.get_by_role("button", name="Roll back").click()
    await page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
    await expect(page.get_by_role("button", name="Use this model")).to_be_visible()
    await page.get_by_role("link", name="All models").click()
    await expect(in_use.get_by_role("link")).to_have_text(before)
    await noted(page, "model.rollback")
