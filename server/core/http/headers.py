"""What every answer tells a browser: no guessing, no framing, no script, and how much may be asked."""

from sanic import HTTPResponse

from server.core.http.answer import keep_written
from server.core.limits import Standing

_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}
"""JSON, and drawings that carry their own styles; a page with scripts brings its own policy."""
keep_written(_EVERY_ANSWER)
_HSTS = "max-age=31536000; includeSubDomains"


def protect(response: HTTPResponse, *, secure: bool) -> None:
    """Add the headers of every answer that it does not have yet; ``secure`` where all is served over TLS."""
    headers = response.headers
    for name, value in _EVERY_ANSWER.items():
        headers.setdefault(name, value)
    if secure:
        headers.setdefault("Strict-Transport-Security", _HSTS)


def tell_limit(response: HTTPResponse, standing: Standing) -> None:
    """Say how much may still be asked (draft-ietf-httpapi-ratelimit-headers)."""
    response.headers["RateLimit-Policy"] = f'"{standing.policy}";q={standing.quota};w={standing.window}'
    response.headers["RateLimit"] = f'"{standing.policy}";r={standing.remaining};t={standing.resets_in}'
