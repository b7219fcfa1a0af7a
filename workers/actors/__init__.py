"""The actors: thin, each parses its arguments and calls one service. All are safe to run twice."""

from workers.actors.bookings import cancel_show, expire_booking
from workers.actors.messages import (
    send_cancellation,
    send_confirmation,
    send_link,
    send_notice,
    send_phone_code,
    start_reset,
)
from workers.actors.payments import apply_payment_event, call_off_payment, check_payment, pay_refund
from workers.actors.prices import (
    look_at_shows,
    look_back,
    publish_prices,
    settle_prices,
    settle_theatre_prices,
)
from workers.actors.seats import settle_seats
from workers.actors.training import retrain, train_models
from workers.actors.upkeep import forget_old, sweep_invariants

__all__ = [
    "apply_payment_event",
    "call_off_payment",
    "cancel_show",
    "check_payment",
    "expire_booking",
    "forget_old",
    "look_at_shows",
    "look_back",
    "pay_refund",
    "publish_prices",
    "retrain",
    "send_cancellation",
    "send_confirmation",
    "send_link",
    "send_notice",
    "send_phone_code",
    "settle_prices",
    "settle_seats",
    "settle_theatre_prices",
    "start_reset",
    "sweep_invariants",
    "train_models",
]
