"""The audit log: what the house's people did, written in the transaction in which they did it."""

from typing import Literal

import orjson

from server.core.db import rows
from server.core.tokens import Caller

Action = Literal[
    "account.delete",
    "booking.cancel",
    "booking.override",
    "booking.pay_again",
    "booking.sell",
    "cash.receive",
    "experiment.change",
    "experiment.create",
    "experiment.end",
    "hold.override",
    "job.retry",
    "layout.create",
    "layout.delete",
    "model.promote",
    "model.rollback",
    "movie.change",
    "movie.create",
    "movie.delete",
    "price.apply",
    "price.override",
    "price.override_end",
    "price.rules",
    "promotion.change",
    "promotion.create",
    "promotion.withdraw",
    "refund.paid_by_hand",
    "refund.retry",
    "screen.change",
    "screen.create",
    "screen.delete",
    "show.cancel",
    "show.change",
    "show.create",
    "show.delete",
    "theatre.change",
    "theatre.create",
    "theatre.delete",
    "training.ask",
    "training.cancel",
    "user.roles",
    "user.sign_out",
]
"""Every deed that is written down. A new one needs a name in every language: `client_sdk/src/names`."""

_RECORD = """
    INSERT INTO audit_log (at, actor_id, action, subject, before, after, reason, address)
    VALUES (now(), $1, $2, $3, $4, $5, $6, $7)
"""


async def record(
    caller: Caller,
    action: Action,
    subject: str,
    *,
    before: object = None,
    after: object = None,
    reason: str | None = None,
    address: str = "",
) -> None:
    """Write who did what to what. Inside the transaction of the deed.

    ``action`` is ``domain.verb``, ``subject`` is ``kind:id``; ``before`` and ``after`` are whatever JSON says
    what changed, ``address`` is where the request came from.
    """
    await rows(_RECORD, [caller.user_id, action, subject, _json(before), _json(after), reason, address[:45]])


def _json(value: object) -> str | None:
    return (
        None if value is None else orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    )
