"""Buying seats in a real browser, with others looking on."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.e2e import shopper

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


async def test_a_person_buys_two_seats_and_another_window_sees_them_go(running, windows):
    show = running.show_with_room()
    buyer, onlooker = await asyncio.gather(*(windows.open(f"/shows/{show['id']}") for _ in range(2)))
    await expect(onlooker.get_by_text("Live", exact=True)).to_be_visible()
    first, second = await shopper.two_free_neighbours(buyer)
    await shopper.choose(buyer, first, second)

    await buyer.get_by_role("button", name="Continue").click()
    for label in (first, second):
        await expect(shopper.seat(onlooker, label)).to_have_attribute("data-look", "held")
    await buyer.wait_for_url("**/checkout/**")
    await shopper.sign_up(buyer)
    await shopper.pay(buyer)
    await shopper.approve(buyer)

    for label in (first, second):
        await expect(shopper.seat(onlooker, label)).to_have_attribute("data-look", "sold")
        code = buyer.get_by_role("img", name=f"QR code of the ticket for seat {label}")
        await expect(code).to_be_visible()
        await code.evaluate("image => image.decode()")  # raises where there is no picture
    await expect(buyer.get_by_text(re.compile(r"MVM-\d{8}-[0-9A-Z]{8}")).first).to_be_visible()

    await buyer.reload()
    await expect(buyer.get_by_role("heading", name="You are going to the movies")).to_be_visible()
    await buyer.goto("/account")
    await expect(buyer.get_by_text(show["movie_title"]).first).to_be_visible()


async def test_a_declined_payment_is_tried_again_with_a_card(running, windows):
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    await shopper.sign_up(page)
    await shopper.pay(page)
    await page.get_by_role("button", name="Decline").click()
    await expect(page.get_by_text("The payment was declined.")).to_be_visible()
    await shopper.pay(page, "Test card")
    await shopper.approve(page)


async def test_whoever_is_signed_in_finds_their_hold_after_a_reload(running, windows):
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    await shopper.sign_up(page)
    show = running.show_with_room()
    await page.goto(f"/shows/{show['id']}")
    first, second = await shopper.two_free_neighbours(page)
    await shopper.choose(page, first, second)
    await shopper.go_on_to_checkout(page)
    for _ in range(3):
        await page.reload()
        await expect(page.get_by_text("How would you like to pay?")).to_be_visible()
        await expect(page.get_by_role("button", name=re.compile("^Pay"))).to_be_visible()
    await page.goto(f"/shows/{show['id']}")
    for label in (first, second):
        await expect(shopper.seat(page, label)).to_have_attribute("data-look", re.compile("chosen|yours|own"))


async def test_a_double_click_and_a_reload_make_one_booking(running, windows):
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    await shopper.sign_up(page)
    await page.reload()
    await expect(page.get_by_text("How would you like to pay?")).to_be_visible()
    booked: list[str] = []
    page.on(
        "response",
        lambda answer: (
            booked.append(answer.url)
            if answer.request.method == "POST" and answer.url.endswith("/api/booking")
            else None
        ),
    )
    await page.get_by_role("radio", name="UPI").check()
    await page.get_by_role("button", name=re.compile("^Pay")).dblclick()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert len(booked) == 1
    await page.reload()
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Open the bank’s app").click()
    await shopper.approve(page)
    await page.goto("/account")
    await expect(page.get_by_role("article")).to_have_count(1)


async def test_cash_is_reserved_with_a_reference_and_a_time(running, windows):
    page = await windows.open(f"/shows/{running.show_with_room()['id']}")
    await shopper.choose(page, *await shopper.two_free_neighbours(page))
    await shopper.go_on_to_checkout(page)
    email = await shopper.sign_up(page)
    await page.get_by_role("radio", name="Cash at the counter").check()
    await page.get_by_role("button", name="Reserve and pay at the counter").click()
    await expect(page.get_by_text("Please confirm your email address or phone number")).to_be_visible()
    mail = await page.context.new_page()
    await mail.goto(await shopper.link_mailed(running, email, "Please confirm your e-mail address"))
    await mail.get_by_role("button", name="Yes, this is my email").click()
    await expect(mail.get_by_text(f"{email} is confirmed")).to_be_visible()
    await page.get_by_role("radio", name="Cash at the counter").check()
    await page.get_by_role("button", name="Reserve and pay at the counter").click()
    await expect(page.get_by_text("Say this reference at the counter")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"MVM-\d{8}-[0-9A-Z]{8}")).first).to_be_visible()


async def test_a_seat_that_goes_while_looking_is_said_and_refused_kindly(running, windows):
    show = running.show_with_room()
    slow, quick = await asyncio.gather(*(windows.open(f"/shows/{show['id']}") for _ in range(2)))
    labels = await shopper.two_free_neighbours(slow)
    await shopper.choose(slow, *labels)
    await shopper.choose(quick, *labels)
    await shopper.go_on_to_checkout(quick)
    await expect(slow.get_by_text(re.compile("just been taken"))).to_be_visible()
    for label in labels:
        await expect(shopper.seat(slow, label)).to_have_attribute("data-look", "held")


async def test_a_whole_purchase_by_keyboard_alone(running, windows):
    page = await windows.open(f"/shows/{running.show_with_room(at_most=200)['id']}")
    keyboard = page.keyboard
    for _ in range(40):
        await keyboard.press("Tab")
        if await page.evaluate("document.activeElement?.dataset?.seat !== undefined"):
            break
    assert await page.evaluate("document.activeElement?.dataset?.seat !== undefined"), "Tab finds the map"
    chosen = 0
    for step in range(120):
        if await page.evaluate("document.activeElement.dataset.look") == "free":
            await keyboard.press("Space")
            chosen += 1
            if chosen == 2:
                break
        await keyboard.press("ArrowRight" if step % 10 else "ArrowDown")
    await expect(page.get_by_text("2 seats chosen").first).to_be_visible()
    await page.get_by_role("button", name="Continue").focus()
    await keyboard.press("Enter")
    await page.wait_for_url("**/checkout/**")
    await page.get_by_role("button", name="Create an account").first.focus()
    await keyboard.press("Enter")
    await page.get_by_label("Your name").focus()
    await keyboard.type("Kiran")
    await page.get_by_label("Email").focus()
    await keyboard.type(f"keys{id(page)}@example.com")
    await page.get_by_label("Password", exact=True).focus()
    await keyboard.type(shopper.PASSWORD)
    await keyboard.press("Enter")
    await expect(page.get_by_text("How would you like to pay?")).to_be_visible()
    await page.get_by_role("radio", name="UPI").focus()
    await keyboard.press("Space")
    await page.get_by_role("button", name=re.compile("^Pay")).focus()
    await keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_role("button", name="Approve").focus()
    await keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="You are going to the movies")).to_be_visible()
