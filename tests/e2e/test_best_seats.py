"""Leaving the choice of seats to the house."""

import re

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_best_seats_are_held_and_shown_on_the_map(running, windows, axe, width, tmp_path):
    show = running.show_with_room()
    page = await windows.open(f"/shows/{show['id']}", width=width)
    await page.get_by_role("button", name="One more").click()
    await page.get_by_role("button", name="Find and hold").click()
    told = page.get_by_text(re.compile("are held for you"))
    await told.wait_for()
    states = running.get(f"/shows/{show['id']}/seats")["states"]
    assert states.count("1") >= 3
    assert await axe(page) == []
    await page.screenshot(path=tmp_path / f"best-{width}.png")
