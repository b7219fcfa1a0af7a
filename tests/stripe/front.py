"""``python -m tests.stripe.front --port P --behind URL``: what localstripe lacks, before localstripe.

localstripe keeps the books. This program stands before it: an Idempotency-Key has one effect and one answer;
the provider can be away, slow, or do something and lose the answer; refunds can be refused; it says what has
changed in signed messages; and the customer's browser finds the form and the bank's page here. What a test
wants of it is under ``/_test``, where there is no bad weather.
"""

import argparse
import asyncio
from dataclasses import dataclass, field
from json import loads
from typing import Any
from urllib.parse import parse_qsl, urlencode

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json

from tests.stripe.books import Books, CannotBe, given_back
from tests.stripe.form import form
from tests.stripe.messages import Messenger
from tests.stripe.tidings import tell_of_intent, tell_of_new_refund, tell_of_refund

app: Sanic[Any, Any] = Sanic("stripe_front", configure_logging=False)
app.blueprint(form)


@dataclass
class Weather:
    """What a test has asked for."""

    away: bool = False
    slow: float = 0.0
    """Seconds before each answer."""
    refuse: str = ""
    """Every change is refused with this sentence."""
    refuse_key: bool = False
    lose_answers: int = 0
    """So many changes are made and their answers lost."""
    fail_refunds: int = 0
    """So many refunds are refused."""
    hold_refunds: bool = False
    """New refunds are pending until a test says how they end."""


@dataclass
class Keys:
    """The first answer to each Idempotency-Key, and a lock for those who ask at the same time."""

    answers: dict[str, tuple[str, int, bytes]] = field(default_factory=dict)
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)


weather, keys = Weather(), Keys()


@app.before_server_start
async def open_books(app: Sanic[Any, Any]) -> None:
    app.ctx.books, app.ctx.messenger = Books(app.config.BEHIND), Messenger(app.config.SECRET)


@app.exception(CannotBe)
async def cannot_be(_: Request, error: CannotBe) -> HTTPResponse:
    return refused(str(error), code="unexpected_state")


@app.post("/_test/weather")
async def change_weather(request: Request) -> HTTPResponse:
    for name, value in request.json.items():
        setattr(weather, name, type(getattr(weather, name))(value))
    return json({})


@app.post("/_test/webhooks")
async def change_messages(request: Request) -> HTTPResponse:
    app.ctx.messenger.behave(request.json)
    return json({})


@app.post("/_test/webhooks/resend")
async def resend(_: Request) -> HTTPResponse:
    messenger: Messenger = app.ctx.messenger
    return json({"resent": await messenger.resend(), "delivered": messenger.delivered})


@app.post("/_test/forget-keys")
async def forget_keys(_: Request) -> HTTPResponse:
    """Do what a day does."""
    keys.answers.clear()
    return json({})


@app.get("/_test/books")
async def books(_: Request) -> HTTPResponse:
    return json(await app.ctx.books.whole())


@app.post("/_test/payment_intents/<intent_id:str>/pay")
async def pay(request: Request, intent_id: str) -> HTTPResponse:
    intent = await app.ctx.books.pay(intent_id, request.json["card"])
    tell_of_intent(app.ctx.messenger, intent)
    return json(intent)


@app.post("/_test/payment_intents/<intent_id:str>/authenticate")
async def authenticate(request: Request, intent_id: str) -> HTTPResponse:
    intent = await app.ctx.books.authenticate(intent_id, success=request.json["success"])
    tell_of_intent(app.ctx.messenger, intent)
    return json(intent)


@app.post("/_test/refunds/<refund_id:str>")
async def change_refund(request: Request, refund_id: str) -> HTTPResponse:
    refund = await app.ctx.books.refund(refund_id, **request.json)
    tell_of_refund(app.ctx.messenger, refund)
    return json(refund)


@app.route("/v1/<path:path>", methods=["GET", "POST", "DELETE"])
async def through(request: Request, path: str) -> HTTPResponse:
    """Take a call as the weather allows."""
    await asyncio.sleep(weather.slow)
    if weather.refuse_key:
        return refused("Invalid API Key provided", status=401)
    if weather.refuse and request.method == "POST":
        return refused(weather.refuse)
    if weather.away:
        return broken("away")
    key = request.headers.get("idempotency-key")
    return await (once(key, request, path) if key else answer_to(request, path))


async def once(key: str, request: Request, path: str) -> HTTPResponse:
    """Have one effect for a key, and give its first answer again to whoever asks the same."""
    asked = f"{request.method} {path} {bytes(request.body).hex()}"
    async with keys.locks.setdefault(key, asyncio.Lock()):
        if key not in keys.answers:
            answer = await answer_to(request, path)
            keys.answers[key] = (asked, answer.status, answer.body or b"")
        first, status, body = keys.answers[key]
        if first != asked:
            text = "Keys for idempotent requests can only be used with the same parameters"
            return json({"error": {"type": "idempotency_error", "message": text}}, status=400)
        if weather.lose_answers:
            weather.lose_answers -= 1
            return broken("lost")
        return HTTPResponse(body, status=status, content_type="application/json")


async def answer_to(request: Request, path: str) -> HTTPResponse:
    """Have localstripe answer, and say what has changed."""
    if path != "refunds":
        answer = await pass_on(request, path)
        if path.endswith("/cancel") and answer.status < 300:
            tell_of_intent(app.ctx.messenger, loads(answer.body or b""))
        return answer
    intent_id = request.args.get("payment_intent")
    if request.method == "GET" and intent_id:
        # localstripe cannot list the refunds of an intent that nobody has paid.
        return json({"object": "list", "data": await app.ctx.books.refunds_of(intent_id), "has_more": False})
    if request.method == "POST":
        async with app.ctx.books.refunding:
            return await new_refund(request)
    return await pass_on(request, path)


async def new_refund(request: Request) -> HTTPResponse:
    """Make a refund, unless it is of more than is left of what was paid."""
    wanted = dict(parse_qsl(request.body.decode()))
    if weather.fail_refunds:
        weather.fail_refunds -= 1
        return refused("The bank does not take this refund", code="refund_refused")
    intent = await app.ctx.books.intent(wanted["payment_intent"])
    before = await app.ctx.books.refunds_of(intent["id"])
    left = intent["amount_received"] - sum(one["amount"] for one in before if given_back(one))
    if not left and intent["amount_received"]:
        return refused("Charge has already been refunded.", code="charge_already_refunded")
    if int(wanted["amount"]) > left:
        return refused(f"Refund amount ({wanted['amount']}) is greater than unrefunded amount ({left})")
    answer = await pass_on(request, "refunds")
    if answer.status < 300:
        refund = loads(answer.body or b"")
        if weather.hold_refunds:
            refund = await app.ctx.books.refund(refund["id"], status="pending")
        tell_of_new_refund(app.ctx.messenger, refund)
        return json(refund)
    return answer


async def pass_on(request: Request, path: str) -> HTTPResponse:
    """Ask localstripe, without what it does not know of yet; return its answer as Stripe would word it."""
    asked = [pair for pair in parse_qsl(request.body.decode()) if not pair[0].startswith("automatic_")]
    answer = await app.ctx.books.http.request(
        request.method,
        f"/v1/{path}",
        params=request.get_args(),
        content=urlencode(asked),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    if answer.headers.get("content-type", "").startswith("application/json"):
        return json(app.ctx.books.seen(answer.json()), status=answer.status_code)
    return HTTPResponse(answer.content, status=answer.status_code)


def refused(message: str, *, status: int = 400, **more: str) -> HTTPResponse:
    """Answer that something will not be done."""
    return json({"error": {"type": "invalid_request_error", "message": message, **more}}, status=status)


def broken(message: str) -> HTTPResponse:
    """Answer as a provider that cannot now."""
    return json({"error": {"type": "api_error", "message": message}}, status=503)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--behind", required=True)
    parser.add_argument("--secret", required=True)
    chosen = parser.parse_args()
    app.config.BEHIND, app.config.SECRET = chosen.behind, chosen.secret
    app.run("127.0.0.1", chosen.port, single_process=True, motd=False, access_log=False)
