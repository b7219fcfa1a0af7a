"""The staff's application trains a model from a file, shows what came of it, and puts it to use."""

import re

from playwright.async_api import expect

from ml.datasets.synthetic import generate
from tests.e2e.staff import opened

_TRAINING_MS = 240_000
"""Four kinds of model are fitted, beside a whole house that runs."""


async def test_a_file_is_sent_learned_from_compared_and_its_model_taken_up(windows, tmp_path):
    table = tmp_path / "our shows.csv"
    generate(900, seed=3).shows.to_csv(table, index=False)
    page = await opened(windows, "/admin/models")
    await page.get_by_role("button", name="Train a model").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("radio", name="Files").check()
    await dialog.get_by_role("button", name=re.compile("Train|Start")).last.click()
    await expect(dialog.get_by_text("Please choose a file.")).to_be_visible()
    await dialog.get_by_label("Shows (CSV or JSON)").set_input_files(table)
    await dialog.get_by_role("button", name=re.compile("Train|Start")).last.click()
    await page.wait_for_url("**/admin/training/**")
    await expect(page.get_by_role("heading", name="What was found in the data")).to_be_visible(
        timeout=_TRAINING_MS
    )
    await expect(page.get_by_text("900 of 900 rows kept")).to_be_visible()
    await expect(page.get_by_text("What was decided")).to_be_visible()
    await page.get_by_role("link", name=re.compile("-[0-9a-f]{8}-[0-9a-f]{8}$")).first.click()
    await page.get_by_role("button", name="Use this model").click()
    await page.get_by_label(re.compile("Reason")).fill("It learned from our own shows")
    await page.get_by_role("dialog").get_by_role("button", name="Use this model").click()
    await expect(page.get_by_role("button", name="Roll back")).to_be_visible()
    await page.get_by_role("link", name="All models").click()
    newest = page.locator("tbody tr").filter(has_text="In use")
    await expect(newest).to_contain_text("Trained here")
    # The house is left as it was found: others look at it too.
    await newest.get_by_role("link").click()
    await page.get_by_role("button", name="Roll back").click()
    await page.get_by_role("dialog").get_by_role("button", name="Roll back").click()
    await expect(page.get_by_role("button", name="Use this model")).to_be_visible()
