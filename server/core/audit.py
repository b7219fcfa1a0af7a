"""The audit log: what the house's people did, written in the transaction in which they did it."""

import orjson

from server.core.db import rows
from server.core.tokens import Caller

_RECORD = """
    INSERT INTO audit_log (at, actor_id, action, subject, before, after, reason, address)
    VALUES (now(), $1, $2, $3, $4, $5, $6, $7)
"""


async def record(
    caller: Caller,
    action: str,
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
