"""An HTTP operation: declared once, parsed at the edge, documented from the same declaration.

A domain's ``routes.py`` makes a ``Router`` and declares operations on it. The declaration is what the
server executes and what ``/openapi.json`` says, so that the two cannot drift apart.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sanic import HTTPResponse, Request, Sanic

from server.core.errors import DomainError, Invalid, Malformed
from server.core.http.answer import Answer
from server.core.http.caller import Guard, caller_of, ensure_still
from server.core.http.edge import observed
from server.core.http.findings import nearest, of_validation
from server.core.http.metering import count_address, count_caller
from server.core.http.origins import ensure_welcome
from server.core.wire import Query

JSON = "application/json"

_NUL = "\x00"
_ESCAPED_NUL = b"\\u0000"
"""A character that PostgreSQL keeps in no text; in JSON it can only be written like this."""

_NOTHING = (b"", b"{}", b"null")
"""What clients send that always send a body."""
_LONGEST_NAME = 120
Body = TypeVar("Body", bound=BaseModel)

Handler = Callable[..., Awaitable["BaseModel | HTTPResponse | Reply | None"]]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with more to it than its body: another status, headers, cookies already set.

    A body of bytes is JSON in the declared shape, written by whoever had no time to build the model first.
    """

    body: BaseModel | bytes | None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Everything the server and the OpenAPI document need to know of one method on one path."""

    method: str
    path: str
    handler: Handler
    tag: str
    summary: str
    guard: Guard
    body: type[BaseModel] | None
    body_required: bool
    query: type[Query] | None
    headers: Mapping[str, str]
    status: int
    returns: type[BaseModel] | None
    content_type: str
    refusals: tuple[type[DomainError], ...]
    etag: bool
    cache: str | None
    metered: bool
    upload: type[BaseModel] | None
    signed: bool

    @property
    def name(self) -> str:
        """A unique name: the tag and the handler's own name."""
        return f"{self.tag}_{self.handler.__name__}"

    @property
    def changes(self) -> bool:
        """Whether it changes anything: a word that is not understood is then refused, and not passed over."""
        return self.method not in {"GET", "HEAD"}

    async def __call__(self, request: Request, **path: Any) -> HTTPResponse:
        """Guard, count, parse, run the handler, and write its answer."""
        arguments: dict[str, Any] = dict(path)
        ensure_welcome(request)
        if self.metered:
            count_address(request)
        caller = caller_of(request, self.guard)
        if self.metered:
            count_caller(request, caller)
        if caller is not None:
            await ensure_still(request, caller, self.guard)
        if self.changes:
            _ensure_understood(request, self)
        if self.query is not None:
            arguments["query"] = _parse_query(request, self.query)
        if self.body is not None:
            arguments["body"] = _parse_body(request, self.body, required=self.body_required)
        answer = await self.handler(request, caller, **arguments)
        return self._write(request, answer)

    def _write(self, request: Request, answer: "BaseModel | HTTPResponse | Reply | None") -> HTTPResponse:
        if isinstance(answer, HTTPResponse):
            return answer
        reply = answer if isinstance(answer, Reply) else Reply(answer, self.status)
        headers = dict(reply.headers)
        if self.cache:
            headers.setdefault("Cache-Control", self.cache)
        if reply.body is None:
            return Answer(status=reply.status, headers=headers)
        body = reply.body
        payload = body if isinstance(body, bytes) else body.model_dump_json(by_alias=True).encode()
        if self.etag:
            tag = f'"{blake2b(payload, digest_size=12).hexdigest()}"'
            headers["ETag"] = tag
            if tag in request.headers.get("if-none-match", ""):
                return Answer(status=304, headers=headers)
        return Answer(payload, status=reply.status, headers=headers, content_type=JSON)


class Router:
    """The operations of one domain, under one tag."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.operations: list[Operation] = []
        self.sockets: list[tuple[str, str, Callable[..., Awaitable[None]]]] = []

    def operation(
        self,
        method: str,
        path: str,
        *,
        summary: str,
        returns: type[BaseModel] | None = None,
        status: int = 200,
        body: type[BaseModel] | None = None,
        body_required: bool = True,
        query: type[Query] | None = None,
        headers: Mapping[str, str] | None = None,
        guard: Guard = Guard.ANYONE,
        refusals: tuple[type[DomainError], ...] = (),
        content_type: str = JSON,
        etag: bool = False,
        cache: str | None = None,
        metered: bool = True,
        upload: type[BaseModel] | None = None,
        signed: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Declare an operation. Path parameters are written as Sanic does, ``<show_id:id>``.

        The handler is called with the request, the caller (None when nobody signed in and the guard
        lets anyone in), the path parameters by name, and ``body`` and ``query`` where declared. What is not
        ``metered`` counts for no limit: who asks is known in another way. An ``upload`` is a multipart
        body of these fields, which the handler reads itself as it comes (``core.http.uploads``), never whole.
        A ``signed`` message is somebody else's, whose signature the handler checks over the bytes that came.
        """

        def declare(handler: Handler) -> Handler:
            self.operations.append(
                Operation(
                    method=method, path=path, handler=handler, tag=self.tag, summary=summary, guard=guard,
                    body=body, body_required=body_required, query=query, headers=headers or {},
                    status=status, returns=returns, content_type=content_type, refusals=refusals,
                    etag=etag, cache=cache, metered=metered, upload=upload, signed=signed,
                )
            )  # fmt: skip
            return handler

        return declare

    def websocket(
        self, path: str, *, protocol: str
    ) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., Awaitable[None]]]:
        """Declare a WebSocket and the subprotocol that is spoken on it."""

        def declare(handler: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
            self.sockets.append((path, protocol, handler))
            return handler

        return declare

    def mount(self, app: Sanic[Any, Any]) -> None:
        """Add every operation and socket to the application."""
        for operation in self.operations:
            app.add_route(
                observed(operation.__call__), operation.path, methods=[operation.method], name=operation.name,
                stream=operation.upload is not None,
            )  # fmt: skip
        for path, protocol, handler in self.sockets:
            app.add_websocket_route(
                handler, path, subprotocols=[protocol], name=f"{self.tag}_{handler.__name__}"
            )


def _ensure_understood(request: Request, operation: Operation) -> None:
    """Refuse what would be passed over: parameters that do not exist, and a body where none is taken.

    ``DELETE /me/sessions?other=true`` does not sign out everywhere, and a cancellation whose seats stand in
    the address does not cancel all of them.
    """
    fields = operation.query.model_fields if operation.query is not None else {}
    known = [field.alias or name for name, field in fields.items()]
    if unknown := [name for name in request.args if name not in known]:
        meant = nearest(unknown[0], known)
        raise Invalid(
            errors=[
                {
                    "field": f"query.{unknown[0][:_LONGEST_NAME]}",
                    "code": "unknown_parameter",
                    "message": f"There is no such parameter: was {meant} meant?"
                    if meant
                    else "There is no such parameter",
                }
            ]
        )
    takes_body = operation.body is not None or operation.upload is not None or operation.signed
    if not takes_body and request.body and request.body.strip() not in _NOTHING:
        raise Malformed("Nothing is taken in the body here")


def _parse_query(request: Request, model: type[Query]) -> Query:
    pairs = {name: request.args.get(name) for name in request.args}
    if any(_NUL in text for pair in pairs.items() for text in pair):
        raise Malformed("A query has no NUL character")
    try:
        return model.model_validate({name: value for name, value in pairs.items() if value != ""})
    except ValidationError as error:
        raise of_validation(error, within="query") from error


def _parse_body(request: Request, model: type[BaseModel], *, required: bool) -> BaseModel | None:
    if not request.body:
        if required:
            raise Malformed("A JSON body is required")
        return None
    # Demanded: what a page of another site can send without asking first is never called JSON.
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != JSON:
        raise Malformed(f"The body must be {JSON}, and be called so: not {content_type or 'nothing'}")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Malformed("The body must not be compressed")
    return parse_body(request.body, model)


def parse_body(text: bytes, model: type[Body]) -> Body:
    """Read a body of JSON; raises ``Malformed`` and ``Invalid``.

    Values have the types that are declared: ``"2"``, ``2.0`` and ``true`` are no whole numbers. Times, ids
    and words of a list are strings, as JSON has no others. A field that does not exist is refused: whoever
    misspells ``seats`` does not mean all of them.
    """
    if _ESCAPED_NUL in text:
        raise Malformed("A text has no NUL character")
    try:
        return model.model_validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        raise of_validation(error, model=model) from error
