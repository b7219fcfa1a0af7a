"""Reads the addresses of Redis before anybody connects: what none of the clients would honour is refused."""

from difflib import get_close_matches
from urllib.parse import parse_qsl, urlsplit

from seat_engine.store.address import parse_address

_TLS = ("ssl_cert_reqs", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname")
_SENTINEL = ("sentinel_username", "sentinel_password")
_QUEUE = ("redis", "rediss", "unix")
"""What carries the workers' queue; live seats may lie behind sentinels or in a cluster as well."""


def check(url: str, *, seats: bool) -> None:
    """Raise ``ValueError`` with a sentence for an address that cannot be used as it is written."""
    scheme = url.partition("://")[0]
    if not seats and scheme not in _QUEUE:
        raise ValueError(f"an address of the queue's Redis begins with {', '.join(_QUEUE)}, not {scheme!r}")
    try:
        query = dict(parse_qsl(urlsplit(f"//x/?{url.partition('?')[2]}").query, keep_blank_values=True))
        known = {"db", *_TLS, *(_SENTINEL if "+sentinel" in scheme else ())}
        for name in query:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                raise ValueError(
                    f"the parameter {name!r} is not supported" + (f" ({near[0]}?)" if near else "")
                )
            if name in _TLS and not scheme.startswith("rediss"):
                raise ValueError(f"{name} needs an address that begins with rediss://")
        parse_address(url)
    except OSError as error:
        raise ValueError(f"its certificates cannot be read: {error.strerror or error}") from error
