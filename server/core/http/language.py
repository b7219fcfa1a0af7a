"""The language that a request asks to be answered in."""

from functools import lru_cache
from typing import Literal, cast

from babel import negotiate_locale
from sanic import Request

Language = Literal["en", "hi", "te"]
LANGUAGES: tuple[Language, ...] = ("en", "hi", "te")
_MOST = 20
_REGION = 2


def preferred(request: Request) -> Language:
    """Return the language of ``Accept-Language`` (RFC 9110) that this house speaks, else English."""
    return _negotiated(request.headers.get("accept-language", ""))


def regions(request: Request) -> list[str]:
    """Return the countries that ``Accept-Language`` names, the most wanted first: IN of ``hi-IN``."""
    parts = [tag.replace("_", "-").split("-") for tag in _tags(request.headers.get("accept-language", ""))]
    return [part[-1].upper() for part in parts if len(part) > 1 and len(part[-1]) == _REGION]


@lru_cache(maxsize=1024)
def _negotiated(header: str) -> Language:
    return cast("Language", negotiate_locale(_tags(header), LANGUAGES, sep="-") or "en")


def _tags(header: str) -> list[str]:
    wanted = []
    for part in header.split(",")[:_MOST]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1), tag))
        except ValueError:  # no weight at all
            continue
    return [tag for _, tag in sorted(wanted, key=lambda pair: -pair[0])]
