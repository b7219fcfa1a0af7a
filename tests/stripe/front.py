"""``python -m tests.stripe.front --port P --behind URL``: what localstripe lacks, before localstripe.

localstripe keeps the books. This program stands before it and adds what it lacks: an Idempotency-Key has one
effect and one answer; the provider can be away, or do something and lose the answer; and it says what has
changed, in signed messages that a test may duplicate, delay or drop. What was dropped is kept, and sent when
the test says so.
"""

import argparse
import asyncio
import hmac
import random
import secrets
import time
from hashlib import sha256
from json import dumps, loads
from typing import Any

import httpx
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json

app: Sanic[Any, Any] = Sanic("stripe_front", configure_logging=False)
_DROPPED, _REFUSED = 503, 402


class State:
    """What a test has asked for, and what has been seen."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[str, int, bytes]] = {}
        self.locks: dict[str, asyncio.Lock] = {}
        self.away = False
        self.refuse = ""
        self.lose_answers = 0
        self.targets: list[str] = []
        self.duplicate = self.drop = 0.0
        self.delay = (0.0, 0.0)
        self.chance = random.Random(0)
        self.dropped: list[tuple[bytes, str]] = []
        self.delivered = 0
        self.tasks: set[asyncio.Task[None]] = set()


state = State()


@app.before_server_start
async def open_client(_: Sanic[Any, Any]) -> None:
    app.ctx.behind = httpx.AsyncClient(base_url=app.config.BEHIND, timeout=10)


@app.post("/_test/weather")
async def weather(request: Request) -> HTTPResponse:
    state.away = bool(request.json.get("away", state.away))
    state.refuse = str(request.json.get("refuse", state.refuse))
    state.lose_answers = int(request.json.get("lose_answers", state.lose_answers))
    return json({})


@app.post("/_test/messages")
async def messages(request: Request) -> HTTPResponse:
    wanted = request.json
    state.duplicate, state.drop = wanted.get("duplicate", 0.0), wanted.get("drop", 0.0)
    state.delay = tuple(wanted.get("delay", (0.0, 0.0)))
    state.targets = wanted.get("targets", state.targets)
    state.chance = random.Random(wanted.get("seed", 0))
    return json({})


@app.post("/_test/messages/resend")
async def resend(_: Request) -> HTTPResponse:
    waiting, state.dropped = state.dropped, []
    for payload, signature in waiting:
        await _deliver(payload, signature, 0.0)
    return json({"resent": len(waiting), "delivered": state.delivered})


def tell(kind: str, about: dict[str, Any]) -> None:
    """Send a message about an object, signed as Stripe signs it, as well as the test lets it."""
    event = {
        "id": f"evt_{secrets.token_hex(12)}", "object": "event", "type": kind, "created": int(time.time()),
        "data": {"object": about},
    }  # fmt: skip
    payload = dumps(event).encode()
    moment = event["created"]
    mac = hmac.new(app.config.SECRET.encode(), f"{moment}.".encode() + payload, sha256).hexdigest()
    signature = f"t={moment},v1={mac}"
    if state.chance.random() < state.drop:
        state.dropped.append((payload, signature))
        return
    for _ in range(2 if state.chance.random() < state.duplicate else 1):
        task = asyncio.create_task(_deliver(payload, signature, state.chance.uniform(*state.delay)))
        state.tasks.add(task)
        task.add_done_callback(state.tasks.discard)


async def tell_of(path: str, body: bytes) -> None:
    """Say what a call has changed: localstripe keeps it to itself."""
    if path == "v1/refunds":
        tell("refund.updated", loads(body))
    elif path.endswith(("/confirm", "/_authenticate")):
        intent = (await app.ctx.behind.get(path.rpartition("/")[0], headers=app.ctx.key)).json()
        if intent["status"] == "succeeded":
            tell("payment_intent.succeeded", intent)
        elif intent["last_payment_error"]:
            tell("payment_intent.payment_failed", intent)
    elif path.endswith("/cancel"):
        tell("payment_intent.canceled", loads(body))


async def _deliver(payload: bytes, signature: str, after: float) -> None:
    """Send a message to each target until it is taken: a house that is away keeps it for later."""
    await asyncio.sleep(after)
    headers = {"Stripe-Signature": signature, "Content-Type": "application/json"}
    for target in state.targets:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.post(target, content=payload, headers=headers)
        except httpx.TransportError:
            answer = httpx.Response(_DROPPED)
        if answer.is_success:
            state.delivered += 1
        else:
            state.dropped.append((payload, signature))


@app.route("/<path:path>", methods=["GET", "POST", "DELETE"])
async def through(request: Request, path: str) -> HTTPResponse:
    """Pass a call on, once for each key."""
    if state.refuse and request.method == "POST":
        return json({"error": {"type": "invalid_request_error", "message": state.refuse}}, status=400)
    if state.away:
        return json({"error": {"type": "api_error", "message": "away"}}, status=503)
    key = request.headers.get("idempotency-key")
    if key is None:
        return await _pass_on(request, path)
    asked = f"{request.method} {path} {bytes(request.body).hex()}"
    async with state.locks.setdefault(key, asyncio.Lock()):
        if key not in state.answers:
            answer = await _pass_on(request, path)
            state.answers[key] = (asked, answer.status, answer.body or b"")
        first, status, body = state.answers[key]
        if first != asked:
            text = "Keys for idempotent requests can only be used with the same parameters"
            return json({"error": {"type": "idempotency_error", "message": text}}, status=400)
        if state.lose_answers:
            state.lose_answers -= 1
            return json({"error": {"type": "api_error", "message": "lost"}}, status=503)
        return HTTPResponse(body, status=status, content_type="application/json")


async def _pass_on(request: Request, path: str) -> HTTPResponse:
    kept = ("authorization", "content-type")
    answer = await app.ctx.behind.request(
        request.method,
        f"/{path}",
        params=request.get_args(),
        content=request.body,
        headers={name: value for name, value in request.headers.items() if name in kept},
    )
    refused = path.endswith("/confirm") and answer.status_code == _REFUSED
    if request.method == "POST" and (answer.is_success or refused):
        app.ctx.key = {"authorization": request.headers.get("authorization", "")}
        await tell_of(path, answer.content)
    return HTTPResponse(answer.content, status=answer.status_code, content_type="application/json")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--behind", required=True)
    parser.add_argument("--secret", required=True)
    chosen = parser.parse_args()
    app.config.BEHIND, app.config.SECRET = chosen.behind, chosen.secret
    app.run("127.0.0.1", chosen.port, single_process=True, motd=False, access_log=False)
