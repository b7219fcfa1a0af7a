"""The language that a request asks to be answered in."""

from functools import lru_cache
from typing import Literal, cast

from babel import negotiate_locale
from sanic import Request

Language = Literal["en", "hi", "te"]
LANGUAGES: tuple[Language, ...] = ("en", "hi", "te")
_MOST = 20


def preferred(request: Request) -> Language:
    """Return the language of ``Accept-Language`` (RFC 9110) that this house speaks, else English."""
    return _negotiated(request.headers.get("accept-language", ""))


@lru_cache(maxsize=1024)
def _negotiated(header: str) -> Language:
    wanted = []
    for part in header.split(",")[:_MOST]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), tag))
        except ValueError:  # no weight at all
            continue
    tags = [tag for _, tag in sorted(wanted, key=lambda pair: -pair[0])]
    return cast("Language", negotiate_locale(tags, LANGUAGES, sep="-") or "en")
