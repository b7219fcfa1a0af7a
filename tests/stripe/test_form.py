"""The stand-in for Stripe.js in a real browser, on a shop's page that uses it as the web client does."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, async_playwright, expect

from server.house.chromium import find_chromium
from tests.stripe.server import GOOD_CARD, REFUSED_CARD, SECURE_CARD, StripeServer

pytestmark = pytest.mark.e2e

PAGE = """<!doctype html><title>Shop</title><div id="form"></div>
<button id="pay">Pay</button><output></output>
<script src="{script}"></script>
<script>
  const say = (value) => {{ document.querySelector("output").textContent = JSON.stringify(value); }};
  const stripe = Stripe("pk_test_shop");
  const clientSecret = "{secret}";
  const elements = stripe.elements({{ clientSecret, appearance: {{ theme: "night" }}, locale: "en" }});
  const form = elements.create("payment");
  form.on("ready", () => {{ document.title = "Ready"; }});
  form.on("change", (event) => {{ document.body.dataset.complete = event.complete; }});
  form.mount("#form");
  document.querySelector("#pay").onclick = async () => say(await stripe.confirmPayment({{
    elements, confirmParams: {{ return_url: "{shop}/back?booking=7" }}, redirect: "{redirect}",
  }}));
</script>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    """Looked for here, outside of any event loop."""
    program = find_chromium()
    assert program is not None, "no Chromium: `make test` installs one"
    return str(program)


@pytest.fixture
async def page(chromium: str) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        opened = await browser.new_page()
        opened.set_default_timeout(15_000)
        complaints: list[str] = []
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        yield opened
        await browser.close()
        assert complaints == []


@pytest.fixture
async def intent_id(client) -> str:
    made = await client.v1.payment_intents.create_async({"amount": 50_000, "currency": "inr"})
    return str(made.id)


class Shop:
    """A site of its own on a loopback port: a browser lets no other site load a script from there."""

    def __init__(self, page: Page, stripe: StripeServer) -> None:
        self.page, self._stripe = page, stripe
        self.url, self._document = "", b""

    async def listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return server

    async def open(self, intent_id: str, redirect: str = "if_required") -> None:
        self._document = PAGE.format(
            script=f"{self._stripe.url}/stripe.js", secret=self._stripe.intent(intent_id)["client_secret"],
            shop=self.url, redirect=redirect,
        ).encode()  # fmt: skip
        await self.page.goto(f"{self.url}/checkout")
        await expect(self.page).to_have_title("Ready")

    async def returned(self) -> dict[str, str]:
        """Return what came along with the customer who came back."""
        await self.page.wait_for_url(f"{self.url}/back**")
        query = parse_qs(urlsplit(self.page.url).query)
        return {name: values[0] for name, values in query.items()}

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A browser opens connections ahead of need, and closes them without a word.
        if await reader.read(8192):
            head = f"Content-Type: text/html\r\nContent-Length: {len(self._document)}\r\nConnection: close"
            writer.write(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + self._document)
            await writer.drain()
        writer.close()
        await writer.wait_closed()


@pytest.fixture
async def shop(page: Page, stripe: StripeServer) -> AsyncIterator[Shop]:
    opened = Shop(page, stripe)
    async with await opened.listen():
        yield opened
        await page.close()


async def fill(page: Page, card: str) -> None:
    await page.get_by_label("Card number").fill(card)
    await page.get_by_label("Expiration date").fill("12 / 40")
    await page.get_by_label("Security code").fill("123")
    await expect(page.locator("body")).to_have_attribute("data-complete", "true")


async def pay(page: Page, card: str) -> None:
    await fill(page, card)
    await page.get_by_role("button", name="Pay").click()


async def test_a_good_card_pays_without_leaving_the_page(shop, page, stripe, intent_id):
    await shop.open(intent_id)
    await pay(page, GOOD_CARD)
    await expect(page.locator("output")).to_contain_text('"status":"succeeded"')
    assert page.url == f"{shop.url}/checkout"
    assert stripe.intent(intent_id)["status"] == "succeeded"


async def test_where_every_payment_is_to_return_it_returns(shop, page, stripe, intent_id):
    await shop.open(intent_id, redirect="always")
    await pay(page, GOOD_CARD)
    assert (await shop.returned())["redirect_status"] == "succeeded"


async def test_a_refused_card_says_why_and_the_same_form_takes_another(shop, page, stripe, intent_id):
    await shop.open(intent_id)
    await pay(page, REFUSED_CARD)
    await expect(page.locator("output")).to_contain_text("Your card was declined.")
    await expect(page.locator("output")).to_contain_text('"type":"card_error"')
    await pay(page, GOOD_CARD)
    await expect(page.locator("output")).to_contain_text('"status":"succeeded"')


async def test_what_is_not_filled_in_is_said_and_nothing_is_sent(shop, page, stripe, intent_id):
    await shop.open(intent_id)
    await page.get_by_label("Card number").fill("4242")
    await page.get_by_role("button", name="Pay").click()
    await expect(page.locator("output")).to_contain_text("incomplete_number")
    assert stripe.intent(intent_id)["status"] == "requires_payment_method"


@pytest.mark.parametrize(
    ("answer", "status", "stands"),
    [("Approve", "succeeded", "succeeded"), ("Refuse", "failed", "requires_payment_method")],
)
async def test_the_bank_asks_on_its_own_page_and_sends_the_customer_back(
    shop, page, stripe, intent_id, answer, status, stands
):
    await shop.open(intent_id)
    await pay(page, SECURE_CARD)
    await expect(page.get_by_role("heading", name="Your bank")).to_be_visible()
    await expect(page.get_by_text("500.00 INR")).to_be_visible()
    await page.get_by_role("button", name=answer).click()
    back = await shop.returned()
    intent = stripe.intent(intent_id)
    assert back == {
        "booking": "7", "payment_intent": intent_id, "payment_intent_client_secret": intent["client_secret"],
        "redirect_status": status,
    }  # fmt: skip
    assert intent["status"] == stands


async def test_a_page_can_read_how_its_intent_stands_and_no_other(shop, page, stripe, intent_id):
    await shop.open(intent_id)
    secret = stripe.intent(intent_id)["client_secret"]
    found = await page.evaluate("(secret) => stripe.retrievePaymentIntent(secret)", secret)
    assert found["paymentIntent"]["status"] == "requires_payment_method"
    other = await page.evaluate("(secret) => stripe.retrievePaymentIntent(secret)", f"{intent_id}_secret_x")
    assert other["error"]["code"] == "resource_missing"


async def test_an_intent_that_was_called_off_takes_no_card(shop, page, stripe, client, intent_id):
    await shop.open(intent_id)
    await client.v1.payment_intents.cancel_async(intent_id)
    await pay(page, GOOD_CARD)
    await expect(page.locator("output")).to_contain_text("payment_intent_unexpected_state")
