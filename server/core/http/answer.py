"""An answer whose headers cost little to write: most of them are the same on every answer."""

from collections.abc import Mapping
from functools import lru_cache

from sanic import HTTPResponse
from sanic.helpers import has_message_body

_WRITTEN: dict[tuple[str, str], tuple[bytes, bytes]] = {}


def keep_written(headers: Mapping[str, str]) -> None:
    """Write headers that many answers have ahead of time."""
    _WRITTEN.update({(name, value): _written(name, value) for name, value in headers.items()})


def _written(name: str, value: str) -> tuple[bytes, bytes]:
    """Return a header as it is sent. A line break would begin another header, so none is let through."""
    if not value.isprintable():
        value = "".join(filter(str.isprintable, value))
    return _name(name), value.encode(errors="surrogateescape")


@lru_cache(maxsize=256)
def _name(name: str) -> bytes:
    return "".join(filter(str.isprintable, name)).encode("ascii")


class Answer(HTTPResponse):
    """A response that is sent whole. The framework's own looks at every letter of every header."""

    __slots__ = ()

    @property
    def processed_headers(self) -> list[tuple[bytes, bytes]]:  # type: ignore[override] # its loop takes any
        """Names and values in bytes, the content type among them where there is a body."""
        if has_message_body(self.status):
            self.headers.setdefault("content-type", self.content_type)
        return [
            _WRITTEN.get(header) or _written(header[0], str(header[1])) for header in self.headers.items()
        ]


keep_written({"connection": "keep-alive", "content-type": "application/json", "Cache-Control": "no-store"})
