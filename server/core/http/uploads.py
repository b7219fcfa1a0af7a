"""Bodies that are not kept in memory: read as they come, at most so many bytes, and taken apart on the way.

An operation that ``streams`` is called before its body is read, so whoever may not send one is refused
without it.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass

from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)
from sanic import Request

from server.core.errors import Malformed, TooLarge
from server.core.http.patience import PatientProtocol

MULTIPART = "multipart/form-data"
_MOST_HEADER_BYTES = 1024
_MOST_HEADERS = 8


@dataclass(frozen=True, slots=True)
class PartBegins:
    """A part begins; its bytes come next."""

    name: str
    file_name: str | None
    """As the client named it, which may be anything at all."""
    content_type: str


Event = PartBegins | bytes | None
"""A part begins, some of its bytes, or its end."""


def is_multipart(request: Request) -> bool:
    """Tell whether a body is called multipart."""
    kind, _ = parse_options_header(request.headers.get("content-type", ""))
    return bool(kind == MULTIPART)


async def body(request: Request, *, most: int, seconds: float) -> AsyncGenerator[bytes]:
    """Yield the body of a request whose operation streams; it may take so many seconds to come.

    Raises ``TooLarge`` as soon as it is known to be longer than ``most`` bytes, and ``Malformed`` for one
    that is compressed.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Malformed("The body must not be compressed")
    if (announced := _announced(request)) is not None and announced > most:
        raise TooLarge(f"A body may have {most} bytes here, not {announced}")
    connection, stream = request.protocol, request.stream
    if not isinstance(connection, PatientProtocol) or stream is None:
        raise TypeError("this is served on connections of our own alone")
    came = 0
    with connection.patient_for(seconds):
        while (piece := await stream.read()) is not None:
            came += len(piece)
            if came > most:
                raise TooLarge(f"A body may have {most} bytes here")
            yield piece


async def parts(request: Request, *, most: int, most_parts: int, seconds: float) -> AsyncGenerator[Event]:
    """Yield what a multipart body consists of, as it comes.

    Raises ``TooLarge``, and ``Malformed`` for a body that is no such thing, ends before its end, or has parts
    without number.
    """
    _, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get("boundary")
    if not boundary:
        raise Malformed("The Content-Type of a multipart body names its boundary")
    try:
        parser = PushMultipartParser(
            boundary, max_header_size=_MOST_HEADER_BYTES, max_header_count=_MOST_HEADERS,
            max_segment_count=most_parts, strict=True,
        )  # fmt: skip
        with parser:
            async with aclosing(body(request, most=most, seconds=seconds)) as pieces:
                async for piece in pieces:
                    for event in parser.parse(piece):
                        yield _begins(event) if isinstance(event, MultipartSegment) else event
    except ParserLimitReached as error:
        raise Malformed(f"The multipart body goes too far: {error}") from error
    except (MultipartError, ValueError) as error:
        raise Malformed(f"The multipart body cannot be read: {error}") from error


def _begins(segment: MultipartSegment) -> PartBegins:
    return PartBegins(segment.name, segment.filename, segment.content_type or "")


def _announced(request: Request) -> int | None:
    text = request.headers.get("content-length")
    return int(text) if text is not None else None  # the framework has read it already
