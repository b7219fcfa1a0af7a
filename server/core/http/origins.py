"""Which sites' pages may call: the house's own, and those that are listed (CORS).

A browser sends its cookies with a request whatever page caused it. What a page cannot forge is where it comes
from: ``Sec-Fetch-Site`` and ``Origin`` are the browser's own words, and a request that changes something is
refused when they name a site that is not welcome.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from sanic import HTTPResponse, Request

from server.core.errors import DomainError
from server.core.http.addresses import within

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_METHODS = "GET, POST, PUT, PATCH, DELETE"
_REQUEST_HEADERS = (
    "Authorization, Content-Type, Accept-Language, Idempotency-Key, If-None-Match, "
    "X-Hold-Token, X-Request-ID, X-Device-Token"
)
_ANSWER_HEADERS = "ETag, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"


class ForeignSite(DomainError):
    """Raised when a page of another site had a browser send a request that would change something."""

    code = "foreign_site"
    title = "Pages of this site may not do this"


class Origins:
    """The sites that are welcome besides the host at which the server itself is reached."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._listed = frozenset(map(origin_of, origins))

    def listed(self, origin: str) -> bool:
        """Tell whether an origin is one of the house's list."""
        return origin_of(origin) in self._listed

    def welcomes(self, origin: str | None, host: str) -> bool:
        """Say whether a page of this origin may call ``host`` (a Host header).

        No origin means no browser. Of the server's own host every port will do: the web client is served next
        to the API.
        """
        if origin is None or self.listed(origin):
            return True
        theirs, ours = _host_name(origin), _host_name(f"//{host}")
        return theirs is not None and theirs == ours


def ensure_welcome(request: Request) -> None:
    """Raise ``ForeignSite`` when a browser says that another site's page sent an unsafe request."""
    if request.method in _SAFE:
        return
    headers = request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site in {"same-origin", "none"}:
        return
    origins: Origins = request.app.ctx.runtime.origins
    if site is not None and (origin is None or origin == "null"):
        raise ForeignSite
    if not origins.welcomes(origin, host_of(request)):
        raise ForeignSite


def host_of(request: Request) -> str:
    """Return the host that a client believes to speak to: a trusted proxy says what it was asked for."""
    forwarded = request.headers.get("x-forwarded-host")
    if forwarded and within(request.ip or "", request.app.ctx.runtime.settings.trusted_proxies):
        return str(forwarded)
    return str(request.headers.get("host", ""))


def allow(request: Request, response: HTTPResponse) -> None:
    """Let pages of listed sites read the answer."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    response.headers["Vary"] = "Origin"
    if request.app.ctx.runtime.origins.listed(origin):
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Expose-Headers"] = _ANSWER_HEADERS


def preflight(request: Request) -> HTTPResponse | None:
    """Answer a browser that asks whether it may call for a listed site; None for any other request."""
    origin = request.headers.get("origin")
    asks = request.method == "OPTIONS" and "access-control-request-method" in request.headers
    if not asks or origin is None or not request.app.ctx.runtime.origins.listed(origin):
        return None
    return HTTPResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": _METHODS,
            "Access-Control-Allow-Headers": _REQUEST_HEADERS,
            "Access-Control-Max-Age": "600",
        },
    )


def origin_of(url: str) -> str:
    """Return scheme, host and port of a URL; what is none, such as ``null``, as it is."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:  # not a URL at all
        return url
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else url


def _host_name(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # not a URL at all
        return None
