"""The programme in the staff's application: films, theatres, screens and shows, until a customer can buy."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.staff import opened

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ZONE = ZoneInfo("Asia/Kolkata")


def at(hour: int, minute: int = 0, *, days: int = 9) -> str:
    """Return a time some days ahead on the theatre's clock, as a field has it."""
    day = datetime.now(ZONE).date() + timedelta(days=days)
    return f"{day.isoformat()}T{hour:02}:{minute:02}"


def day_of(wall: str) -> str:
    return wall.split("T", maxsplit=1)[0]


async def save(page: Page) -> None:
    """Send the form, and see that the dialog is gone."""
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def refused(page: Page, label: str, words: str | re.Pattern[str]) -> Locator:
    """Send the form, and see at the field what is wrong with it."""
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Save").click()
    field = dialog.get_by_label(label, exact=True)
    await expect(field).to_have_attribute("aria-invalid", "true")
    told = await field.get_attribute("aria-describedby") or ""
    await expect(page.locator(f"[id='{told.split(' ')[0]}']")).to_have_text(words)
    return field


async def row_of(page: Page, name: str) -> Locator:
    row = page.locator("tbody tr").filter(has_text=name)
    await expect(row).to_have_count(1)
    return row


async def delete(page: Page, row: Locator) -> None:
    await row.get_by_role("button", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()


async def noted(page: Page, action: str, words: str) -> None:
    """See that the audit log's newest entry of this kind says this."""
    await page.goto(f"/admin/audit?action={action}")
    await page.locator("tbody tr").first.get_by_role("button").click()
    await expect(page.get_by_role("dialog")).to_contain_text(words)


async def add_film(page: Page, title: str) -> None:
    await page.goto("/admin/films")
    await page.get_by_role("button", name="Add a film").click()
    form = page.get_by_role("dialog")
    await expect(form.get_by_label("Title", exact=True)).to_be_focused()
    for label, text in {
        "Title": title, "Languages": "Telugu, Hindi", "Genres": "Drama", "Minutes": "120",
        "Released": "2026-11-20", "Synopsis": "Somebody looks after the light.",
    }.items():  # fmt: skip
        await form.get_by_label(label, exact=True).fill(text)
    await save(page)


async def add_house(page: Page, name: str) -> None:
    """Add a theatre in Hyderabad with one screen, whose seats are those of another."""
    await page.goto("/admin/theatres")
    await page.get_by_role("button", name="Add a theatre").click()
    form = page.get_by_role("dialog")
    for label, text in {
        "Name": name, "Address": "1 Charminar Road", "Latitude": "17.36", "Longitude": "78.47",
        "Time zone": "Asia/Kolkata", "Currency": "INR",
    }.items():  # fmt: skip
        await form.get_by_label(label, exact=True).fill(text)
    await form.get_by_label("City", exact=True).select_option("Hyderabad")
    await save(page)
    await page.get_by_role("link", name=name).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    await page.get_by_role("button", name="Add a screen").click()
    await form.get_by_label("Screen", exact=True).fill("Small Hall")
    await form.get_by_label("Formats", exact=True).fill("2D, 3D")
    seats = form.get_by_label("Seats", exact=True)
    await seats.select_option(
        await seats.locator("option").filter(has_text="Golconda Talkies, Screen 2").first.inner_text()
    )
    await save(page)
    await expect(await row_of(page, "Small Hall")).to_contain_text(re.compile(r"\d+ seats"))


async def fill_show(page: Page, *, film: str, theatre: str, starts: str) -> Locator:
    """Say of a new show what it is; every kind of seat costs the same."""
    await page.get_by_role("button", name="Add a show").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Film", exact=True).select_option(f"{film} (2026)")
    await form.get_by_label("Theatre", exact=True).select_option(theatre)
    screen = form.get_by_label("Screen", exact=True)
    await screen.select_option(await screen.locator("option").nth(1).inner_text())
    await form.get_by_label("Starts (IST)", exact=True).fill(starts)
    await form.get_by_label("Standard (INR)").fill("200")
    return form


async def test_a_film_is_added_told_where_it_is_wrong_changed_and_deleted(windows, running):
    page = await opened(windows, "/admin/films")
    add = page.get_by_role("button", name="Add a film")
    await add.click()
    form = page.get_by_role("dialog")
    await expect(await refused(page, "Title", "Please fill this in.")).to_be_focused()
    for label, text in {
        "Title": "The Lamp Keeper", "Languages": "Telugu, Telugu", "Genres": "Drama", "Minutes": "1200",
        "Released": "2026-11-20", "Synopsis": "Somebody looks after the light.",
    }.items():  # fmt: skip
        await form.get_by_label(label, exact=True).fill(text)
    await refused(page, "Languages", "Telugu is in it twice.")
    await refused(page, "Minutes", "Between 1 and 900.")
    await form.get_by_label("Languages", exact=True).fill("Telugu, Hindi")
    await form.get_by_label("Minutes", exact=True).fill("118")
    await form.get_by_label("Drawing", exact=True).fill("dragon")  # only the server knows the drawings
    await form.get_by_role("button", name="Save").click()
    await expect(form.get_by_label("Drawing", exact=True)).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("Drawing", exact=True)).to_be_focused()
    await expect(form.get_by_label("Title", exact=True)).to_have_value("The Lamp Keeper")
    await form.get_by_label("Drawing", exact=True).fill("curtain")
    await form.get_by_role("button", name="Add to the cast").click()
    await form.get_by_label("Actor").fill("Lakshmi Nilavu")
    await form.get_by_label("As", exact=True).fill("The Keeper")
    await form.get_by_label("As", exact=True).press("Enter")
    await expect(form).to_have_count(0)
    await expect(page.get_by_text("The Lamp Keeper is saved.")).to_be_visible()
    await expect(add).to_be_focused()

    await page.get_by_role("searchbox").fill("nilavu")
    await page.keyboard.press("Enter")
    row = await row_of(page, "The Lamp Keeper")
    await row.get_by_role("button", name="Change").click()
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    await expect(row.get_by_role("button", name="Change")).to_be_focused()
    await row.get_by_role("button", name="Change").click()
    await form.get_by_label("Certificate", exact=True).fill("UA")
    await save(page)
    await expect(row).to_contain_text("UA")
    film = running.get("/movies/the-lamp-keeper")
    assert [(one["name"], one["role"]) for one in film["cast"]] == [("Lakshmi Nilavu", "The Keeper")]

    await delete(page, row)
    await expect(page.get_by_text("The Lamp Keeper is deleted.")).to_be_visible()
    await expect(page.get_by_text("No film matches")).to_be_visible()
    await noted(page, "movie.create", "The Lamp Keeper")
    await noted(page, "movie.change", "UA")
    await noted(page, "movie.delete", "The Lamp Keeper")


async def test_two_people_with_the_same_form_open_overwrite_nothing_of_each_other(windows):
    one, other = await opened(windows, "/admin/films"), await opened(windows, "/admin/films")
    await add_film(one, "Two Pens")
    await other.reload()
    for page in (one, other):
        await page.get_by_role("button", name="Change Two Pens").click()
    mine, theirs = one.get_by_role("dialog"), other.get_by_role("dialog")
    await mine.get_by_label("Minutes", exact=True).fill("133")
    await theirs.get_by_label("Certificate", exact=True).fill("U")
    await save(other)
    await mine.get_by_label("Minutes", exact=True).press("Enter")
    await expect(mine.get_by_role("alert")).to_contain_text("changed after you opened it")
    await expect(mine.get_by_role("alert")).to_be_in_viewport()
    await expect(mine.get_by_label("Certificate", exact=True)).to_have_value("U")
    await expect(mine.get_by_label("Minutes", exact=True)).to_have_value("133")
    await save(one)
    await other.reload()
    await other.get_by_role("button", name="Change Two Pens").click()
    await expect(theirs.get_by_label("Certificate", exact=True)).to_have_value("U")
    await expect(theirs.get_by_label("Minutes", exact=True)).to_have_value("133")
    await other.keyboard.press("Escape")
    await delete(other, await row_of(other, "Two Pens"))
    await expect(other.locator("tbody tr").filter(has_text="Two Pens")).to_have_count(0)


async def test_a_theatre_with_a_screen_is_added_changed_and_deleted(windows):
    page = await opened(windows, "/admin/theatres")
    await page.get_by_role("button", name="Add a theatre").click()
    await refused(page, "Name", "Please fill this in.")
    await page.get_by_role("dialog").get_by_label("Latitude", exact=True).fill("117")
    await refused(page, "Latitude", "Between -90 and 90.")
    await page.keyboard.press("Escape")
    await add_house(page, "Nizam Lights")

    row = await row_of(page, "Small Hall")
    await page.get_by_role("button", name="Add a screen").click()
    await page.get_by_role("dialog").get_by_label("Screen", exact=True).fill("Small Hall")
    await refused(page, "Screen", "The theatre has another screen of this name")
    await page.keyboard.press("Escape")
    await row.get_by_role("button", name="Change").click()
    await page.get_by_role("dialog").get_by_label("Formats", exact=True).fill("2D, IMAX")
    await save(page)
    await expect(row).to_contain_text("2D, IMAX")

    await page.get_by_role("link", name="All theatres").click()
    house = await row_of(page, "Nizam Lights")
    await house.get_by_role("button", name="Change").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("Tax (%)").fill("18")
    await form.get_by_label("Fee for a ticket (INR)").fill("29.50")
    await save(page)
    await delete(page, house)
    await expect(form.get_by_role("alert")).to_have_text("It cannot be deleted: used by 1 screens")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Nizam Lights").click()
    await delete(page, row)
    await expect(page.get_by_text("No screen yet")).to_be_visible()
    await page.get_by_role("link", name="All theatres").click()
    await delete(page, house)
    await expect(house).to_have_count(0)
    await noted(page, "theatre.change", "2950")
    await noted(page, "layout.create", "Seat count")
    await noted(page, "screen.delete", "Small Hall")
    await noted(page, "theatre.delete", "Nizam Lights")


async def test_a_show_is_planned_refused_where_another_is_and_sold_to_customers(windows, running):
    page = await opened(windows, "/admin/films")
    await add_film(page, "Two Rivers")
    await add_house(page, "Musi Talkies")
    await page.goto(f"/admin/shows?q=two+rivers&day={day_of(at(18))}")
    form = await fill_show(page, film="Two Rivers", theatre="Musi Talkies", starts=at(18, days=-1))
    await refused(page, "Starts (IST)", "This time is over.")
    await form.get_by_label("Starts (IST)", exact=True).fill(at(18))
    await expect(form.get_by_text(re.compile(r"The film ends .* 20:00"))).to_be_visible()
    await expect(form.get_by_text("Nothing else is on this screen that day.")).to_be_visible()
    await form.get_by_label("Standard (INR)").fill("cheap")
    await refused(page, "Standard (INR)", "An amount like 350 or 349.50.")
    await form.get_by_label("Standard (INR)").fill("180.50")
    await save(page)
    row = await row_of(page, "Two Rivers")
    await expect(row).to_contain_text("On sale")
    await expect(row).to_contain_text("₹180.50")

    await fill_show(page, film="Two Rivers", theatre="Musi Talkies", starts=at(20, 5))
    await expect(form.get_by_text("18:00 to 20:00: Two Rivers; free again at 20:15")).to_be_visible()
    await refused(page, "Starts (IST)", "Two Rivers is on this screen from 18:00 to 20:00")
    await form.get_by_label("Starts (IST)", exact=True).fill(at(20, 30))
    await save(page)
    shows = page.locator("tbody tr").filter(has_text="Two Rivers")
    await expect(shows).to_have_count(2)

    link = await shows.first.get_by_role("link", name="Two Rivers").get_attribute("href")
    customer = await windows.open(str(link))
    await expect(customer.get_by_text("Two Rivers").first).to_be_visible()
    await expect(customer.get_by_text("₹180.50").first).to_be_visible()
    sold = running.get(str(link))
    assert (sold["theatre"]["name"], sold["status"]) == ("Musi Talkies", "on_sale")

    await shows.last.get_by_role("button", name="Change").click()
    await form.get_by_label("Starts (IST)", exact=True).fill(at(21))
    await form.get_by_label("State", exact=True).select_option("Planned")
    await save(page)
    await expect(shows.last).to_contain_text("21:00")
    await expect(shows.last).to_contain_text("Planned")
    await delete(page, shows.last)
    await expect(shows).to_have_count(1)
    await noted(page, "show.create", "Telugu")
    await noted(page, "show.change", "scheduled")
    await noted(page, "show.delete", "scheduled")


async def sold_show(page: Page):
    """Return the row of a show that there are tickets for."""
    await page.goto("/admin/shows?status=on_sale")
    return page.locator("tbody tr").filter(has_not_text=" 0 of").first


async def test_a_show_that_is_sold_is_cancelled_for_everybody_with_a_reason(windows, running):
    page = await opened(windows, "/admin/shows", "manager@example.com")
    row = await sold_show(page)
    show = await row.get_by_role("link").first.get_attribute("href")
    await row.get_by_role("button", name="Cancel").click()
    asked = page.get_by_role("dialog")
    await expect(asked).to_contain_text("gets all of their money back, fees too")
    await asked.get_by_role("button", name="Cancel the show").click()
    await expect(asked.get_by_text("Please say why")).to_be_visible()
    await asked.get_by_label("Reason").fill("The projector broke")
    await asked.get_by_role("button", name="Cancel the show").click()
    await expect(page.get_by_text(re.compile("is cancelled. Its refunds are on their way."))).to_be_visible()
    assert running.get(str(show))["status"] == "cancelled"
    theirs = await opened(windows, "/admin/audit")
    await noted(theirs, "show.cancel", "The projector broke")


async def test_a_show_that_is_sold_stays_what_it_was_sold_as(windows):
    page = await opened(windows, "/admin/shows", "manager@example.com")
    await (await sold_show(page)).get_by_role("button", name="Change").click()
    form = page.get_by_role("dialog")
    await expect(form.get_by_text(re.compile(r"sold or reserved"))).to_be_visible()
    await expect(form.get_by_label("Film", exact=True)).to_be_disabled()
    await expect(form.get_by_label("State", exact=True).locator("option")).to_have_text(["On sale", "Closed"])
    await form.get_by_label("Subtitles", exact=True).fill("English")
    await save(page)


async def test_a_manager_looks_at_films_and_changes_none(windows):
    page = await opened(windows, "/admin/films", "manager@example.com")
    await expect(page.locator("tbody tr").first).to_be_visible()
    await expect(page.get_by_role("button", name="Add a film")).to_have_count(0)
    await expect(page.get_by_role("button", name="Change")).to_have_count(0)
    await page.goto("/admin/theatres")
    await expect(page.locator("tbody tr").first.get_by_role("button")).to_have_text(["Change"])
