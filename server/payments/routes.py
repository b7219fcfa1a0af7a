"""Routes of payments: which ways to pay there are, and what Stripe has to say."""

from typing import Annotated

from pydantic import Field
from sanic import Request

from server.core.errors import NotFound
from server.core.http.operation import Router
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.core.wire import Wire
from server.payments import events
from server.payments.errors import BadSignature
from server.payments.gateways import Gateways
from server.payments.models import PaymentMethod

router = Router("payments")


class MethodOut(Wire):
    """One way to pay; what the page needs for Stripe's own form is given where it is one."""

    method: PaymentMethod
    publishable_key: str | None
    script_url: str | None


class Methods(Wire):
    """The ways to pay that this house offers."""

    items: list[MethodOut]


class Received(Wire):
    """A message was taken. ``new``: it had not come before, and it says something of use here."""

    received: bool
    new: Annotated[bool, Field(description="It had not come before")]


@router.operation(
    "GET", "/payments/methods", summary="Ways to pay", returns=Methods, cache="public, max-age=60"
)
async def methods(request: Request, _: Caller | None) -> Methods:
    """A method without its keys, or switched off, is not among them."""
    gateways: Gateways = request.app.ctx.gateways
    runtime: Runtime = request.app.ctx.runtime
    stripe = runtime.settings.stripe
    return Methods(
        items=[
            MethodOut(
                method=method,
                publishable_key=stripe.publishable_key if stripe and method == "stripe" else None,
                script_url=stripe.script_url if stripe and method == "stripe" else None,
            )
            for method in gateways.offered
        ]
    )


@router.operation(
    "POST", "/payments/stripe/webhook", summary="A message from Stripe", returns=Received,
    headers={"Stripe-Signature": "As Stripe signs it"}, signed=True, refusals=(NotFound, BadSignature),
)  # fmt: skip
async def stripe_webhook(request: Request, _: Caller | None) -> Received:
    """It is stored once and answered at once; a worker applies it by asking Stripe how things stand."""
    runtime: Runtime = request.app.ctx.runtime
    if runtime.settings.stripe is None:
        raise NotFound
    new = await events.receive(
        request.body or b"", request.headers.get("stripe-signature"), runtime.settings.stripe
    )
    return Received(received=True, new=new)
