"""An account from sign-up to farewell, in windows: confirmed, recovered, looked after, left."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.e2e import shopper

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

PASSWORD, NEW_PASSWORD = "seven quiet lanterns", "eleven loud teapots"


async def sign_up(page: Page, email: str, name: str = "Meera Nair") -> None:
    await page.goto("/sign-up")
    await page.get_by_label("Your name").fill(name)
    await page.get_by_label("Email").fill(email)
    await page.get_by_label("Password", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Create an account").click()
    await page.wait_for_url("**/account")


async def sign_in(page: Page, email: str, password: str) -> None:
    await page.goto("/sign-in")
    await page.get_by_label("Email").fill(email)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def test_an_address_is_confirmed_by_the_link_in_the_mail(running, windows):
    page = await windows.open("/")
    await sign_up(page, "confirms@example.com")
    await expect(page.get_by_text("Please confirm your email")).to_be_visible()
    link = await shopper.link_mailed(running, "confirms@example.com", "Please confirm your e-mail address")
    await page.goto(link)
    await page.get_by_role("button", name="Yes, this is my email").click()
    await expect(page.get_by_text("confirms@example.com is confirmed")).to_be_visible()
    assert "token" not in page.url
    await page.get_by_role("main").get_by_role("link", name="My account").click()
    await expect(page.get_by_role("heading", name="Hello, Meera Nair")).to_be_visible()
    await expect(page.get_by_text("Please confirm your email")).to_have_count(0)


async def test_a_forgotten_password_is_set_anew_and_other_windows_are_signed_out(running, windows):
    page = await windows.open("/")
    await sign_up(page, "forgets@example.com")
    other = await windows.open("/sign-in")
    await other.get_by_role("link", name="Forgotten your password?").click()
    await other.wait_for_url("**/forgot")
    await other.get_by_label("Email").fill("forgets@example.com")
    await other.get_by_role("button", name="Send the link").click()
    await expect(other.get_by_text("a link is on its way")).to_be_visible()
    await other.goto(
        await shopper.link_mailed(running, "forgets@example.com", "A new password for your account")
    )
    await other.get_by_label("New password").fill("password1234")
    await other.get_by_role("button", name="Save the new password").click()
    await expect(other.get_by_text("easily guessed")).to_be_visible()
    await other.get_by_label("New password").fill(NEW_PASSWORD)
    await other.get_by_role("button", name="Save the new password").click()
    await expect(other.get_by_text("Your new password is set")).to_be_visible()
    await sign_in(other, "forgets@example.com", NEW_PASSWORD)
    await other.wait_for_url("**/account")
    await page.goto("/account")
    await expect(page.get_by_text("Sign in to see your bookings.")).to_be_visible()


async def test_settings_show_every_window_and_end_the_others(windows):
    here, there = await windows.open("/"), await windows.open("/")
    await sign_up(here, "two-windows@example.com")
    await sign_in(there, "two-windows@example.com", PASSWORD)
    await there.wait_for_url("**/account")
    await here.goto("/account/settings")
    await expect(here.get_by_text("This device", exact=False).and_(here.locator("li p"))).to_be_visible()
    await here.get_by_role("button", name=re.compile("Sign out on")).click()
    await expect(here.get_by_role("button", name=re.compile("Sign out on"))).to_have_count(0)
    await there.reload()
    await expect(there.get_by_text("Sign in to see your bookings.")).to_be_visible()
    await expect(here.get_by_text("This device", exact=False).and_(here.locator("li p"))).to_be_visible()


async def test_settings_are_whole_for_keyboard_and_screen_reader_at_any_width(running, windows, axe):
    page = await windows.open("/", reduced_motion="reduce", width=320)
    await sign_up(page, "reader@example.com")
    for path in ("/account", "/account/settings", "/verify", "/forgot", "/reset"):
        await page.goto(path, wait_until="networkidle")
        assert await axe(page) == [], path
        assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path


async def test_a_copy_of_everything_is_kept_as_a_file_and_the_account_can_be_left(windows):
    page = await windows.open("/")
    await sign_up(page, "leaves@example.com")
    await page.goto("/account/settings")
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Download a copy").click()
    saved = await saving.value
    assert saved.suggested_filename == "movie-magic.json"
    await page.get_by_role("button", name="Delete my account").click()
    panel = page.locator("section").filter(has=page.get_by_role("heading", name="Your data"))
    await panel.get_by_label("Current password").fill(PASSWORD)
    await panel.get_by_role("button", name="Delete for ever").click()
    await page.wait_for_url(re.compile(r"/$"))
    await sign_in(page, "leaves@example.com", PASSWORD)
    await expect(page.get_by_text("Email or password is wrong.")).to_be_visible()


async def test_a_link_that_is_no_longer_good_leads_to_where_a_new_one_is_asked_for(running, windows):
    page = await windows.open("/")
    await sign_up(page, "twice@example.com")
    link = await shopper.link_mailed(running, "twice@example.com", "Please confirm your e-mail address")
    for said in ("is confirmed", "no longer good"):
        await page.goto("/")
        await page.goto(link)
        await page.get_by_role("button", name="Yes, this is my email").click()
        await expect(page.get_by_text(said)).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Settings").click()
    await page.wait_for_url("**/account/settings")
    await page.goto("/reset#token=worn.out.link")
    await page.get_by_label("New password").fill(NEW_PASSWORD)
    await page.get_by_role("button", name="Save the new password").click()
    await expect(page.get_by_text("no longer good")).to_be_visible()
    await page.get_by_role("main").get_by_role("link").click()
    await page.wait_for_url("**/forgot")
