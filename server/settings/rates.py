"""How much of anything may be asked for, as ``COUNT/PERIOD``, several with ``;`` between them."""

from typing import Annotated

import limits
from pydantic import AfterValidator


def _readable(text: str) -> str:
    if text:
        try:
            limits.parse_many(text)
        except ValueError as error:
            raise ValueError("a rate is written like 5/minute or 5/minute;20/hour") from error
    return text


Rate = Annotated[str, AfterValidator(_readable)]
"""Such as ``5/minute;20/hour``; empty is no limit."""
