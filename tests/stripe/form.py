"""What the customer's browser meets of Stripe: the script, what it calls, and the bank's own page.

Only a client secret opens an intent here, as at Stripe.
"""

from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import html, json, redirect, text

from tests.stripe.books import Books, CannotBe
from tests.stripe.tidings import tell_of_intent

form = Blueprint("form")
_SCRIPT = Path(__file__).with_name("stripe.js")
# Stripe.js calls its home from whatever site it is on, without cookies.
_ANYWHERE = {"Access-Control-Allow-Origin": "*"}
_SHOWN = ("id", "object", "amount", "currency", "status", "client_secret", "last_payment_error")
_BANK_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Your bank</title>
<style>body {{ font: 1.1rem/1.5 system-ui; max-width: 26rem; margin: 4rem auto; padding: 0 1rem }}
button {{ font: inherit; padding: .6rem 1.4rem; margin-right: .6rem }}</style>
<h1>Your bank</h1>
<p>Do you want to pay <strong>{amount:.2f} {currency}</strong>?</p>
<form method="post">
<button name="answer" value="approve">Approve</button>
<button name="answer" value="refuse">Refuse</button>
</form>
</html>"""


@form.get("/stripe.js")
async def script(_: Request) -> HTTPResponse:
    return text(_SCRIPT.read_text("utf-8"), content_type="text/javascript", headers=_ANYWHERE)


@form.get("/_form/intent")
async def look(request: Request) -> HTTPResponse:
    intent = await _opened(request, request.args.get("client_secret", ""))
    return json({"intent": _shown(intent)} if intent else _no_such_intent(), headers=_ANYWHERE)


@form.post("/_form/confirm")
async def confirm(request: Request) -> HTTPResponse:
    """Confirm with a card; say where the customer must go where the bank wants to ask."""
    given: Any = request.form or {}
    intent = await _opened(request, given.get("client_secret", ""))
    if intent is None:
        return json(_no_such_intent(), headers=_ANYWHERE)
    books: Books = request.app.ctx.books
    try:
        after = await books.pay(intent["id"], given.get("number", ""))
    except CannotBe as error:
        said = {"type": "invalid_request_error", "code": "payment_intent_unexpected_state"}
        wrong = {**said, "message": str(error), "payment_intent": _shown(intent)}
        return json({"intent": _shown(intent), "error": wrong}, headers=_ANYWHERE)
    tell_of_intent(request.app.ctx.messenger, after)
    answer: dict[str, Any] = {"intent": _shown(after)}
    if after["status"] == "requires_action":
        back = urlencode({"return_url": given.get("return_url", "")})
        answer["bank"] = f"/_test/3ds/{after['id']}?{back}"
    elif decline := after["last_payment_error"]:
        answer["error"] = {**decline, "payment_intent": _shown(after)}
    return json(answer, headers=_ANYWHERE)


@form.get("/_test/3ds/<intent_id:str>")
async def bank_page(request: Request, intent_id: str) -> HTTPResponse:
    intent = await request.app.ctx.books.intent(intent_id)
    return html(_BANK_PAGE.format(amount=intent["amount"] / 100, currency=escape(intent["currency"].upper())))


@form.post("/_test/3ds/<intent_id:str>")
async def bank_answer(request: Request, intent_id: str) -> HTTPResponse:
    """Take the customer's answer and send them back as Stripe does."""
    books: Books = request.app.ctx.books
    given: Any = request.form or {}
    try:
        after = await books.authenticate(intent_id, success=given.get("answer") == "approve")
    except CannotBe:  # the house called it off, or the customer pressed twice
        after = await books.intent(intent_id)
    else:
        tell_of_intent(request.app.ctx.messenger, after)
    returning = urlencode(
        {
            "payment_intent": intent_id,
            "payment_intent_client_secret": after["client_secret"],
            "redirect_status": "succeeded" if after["status"] == "succeeded" else "failed",
        }
    )
    url = str(request.args.get("return_url", ""))
    return redirect(f"{url}{'&' if '?' in url else '?'}{returning}", status=303)


async def _opened(request: Request, secret: str) -> dict[str, Any] | None:
    """Return the intent a client secret opens, or None."""
    intent_id, cut, _ = secret.partition("_secret_")
    if not cut:
        return None
    books: Books = request.app.ctx.books
    found = await books.http.get(f"/v1/payment_intents/{intent_id}")
    if not found.is_success or found.json()["client_secret"] != secret:
        return None
    intent: dict[str, Any] = books.seen(found.json())
    return intent


def _shown(intent: dict[str, Any]) -> dict[str, Any]:
    return {name: intent[name] for name in _SHOWN}


def _no_such_intent() -> dict[str, Any]:
    said = {"type": "invalid_request_error", "code": "resource_missing"}
    return {"error": {**said, "message": "No such payment_intent"}}
