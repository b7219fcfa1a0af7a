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
    """The sites that are welcome besides the one at which the server itself is reached.

    origins: URLs whose scheme, host and port are meant.
    web_port: the port of the web client where it is reached under any name that the server is reached under,
    as on a developer's machine; None where it has an address of its own.
    """

    def __init__(self, origins: Iterable[str], *, web_port: int | None = None) -> None:
        self._listed = frozenset(map(origin_of, origins))
        self._web_port = web_port

    def listed(self, origin: str) -> bool:
        """Tell whether an origin is one of the house's list."""
        return origin_of(origin) in self._listed

    def welcomes(self, origin: str | None, own: str) -> bool:
        """Say whether a page of this origin may call the server, which is reached at ``own``, an origin too.

        No origin means no browser. Scheme, host and port must all be the same: behind another port of the
        same host may be anybody's pages.
        """
        if origin is None or self.listed(origin):
            return True
        theirs, ours = _parts(origin), _parts(own)
        if theirs is None or ours is None:
            return False
        return theirs == ours or theirs == (*ours[:2], self._web_port)


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
    if not origins.welcomes(origin, own_origin(request)):
        raise ForeignSite


def own_origin(request: Request) -> str:
    """Return the origin that a client believes to speak to: a trusted proxy says what it was asked for."""
    host, scheme = str(request.headers.get("host", "")), request.scheme
    if within(request.ip or "", request.app.ctx.runtime.settings.trusted_proxies):
        host = _nearest(request, "x-forwarded-host") or host
        scheme = _nearest(request, "x-forwarded-proto") or scheme
    # A browser names the origin of the page that opens a socket, which is no socket itself.
    return f"{_PAGES.get(scheme, scheme)}://{host}"


_PAGES = {"ws": "http", "wss": "https"}


def _nearest(request: Request, header: str) -> str:
    """Return what the nearest proxy wrote, which stands last."""
    return ",".join(request.headers.getall(header, [])).rpartition(",")[2].strip()


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
    parts = _parts(url)
    if parts is None:
        return url
    scheme, host, port = parts
    return f"{scheme}://{host}:{port}"


_PORTS = {"http": 80, "https": 443}


def _parts(url: str) -> tuple[str, str, int] | None:
    try:
        parts = urlsplit(url.lower())
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:  # not a URL at all
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname and parts.username is None else None
