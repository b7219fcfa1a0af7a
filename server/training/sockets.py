"""The live socket of the house's people: who they are comes first, then frames as things change."""

import asyncio
from enum import IntEnum

import orjson
from sanic import Request, Websocket
from sanic.exceptions import WebsocketClosed

from seat_engine.protocol import CloseCode
from server.accounts.scope import theatres_of
from server.core.db import AWAY
from server.core.errors import NotAllowed, NotSignedIn
from server.core.http.caller import client_address
from server.core.http.origins import own_origin
from server.core.runtime import Runtime
from server.core.tokens import Caller
from server.training.feed import NOWHERE, AdminFeed, Inbox, Theatres, Watched

_INTRODUCTION_SECONDS = 5.0
_PATIENCE = 3
"""How many messages that mean nothing here a socket may send."""
_CHECK_SECONDS = 1.0
_NOT_ALLOWED = "this is for the people of the house"
_IDLE_SECONDS = 10.0
"""After so long without news a line is told that it is alive: a client takes a silent one for dead."""
_PING = '{"t":"ping"}'


class AdminClose(IntEnum):
    """Why a socket of this protocol was closed, besides the reasons every live socket has."""

    NOT_SIGNED_IN = 4401
    """No token came, it is not valid any more, or its session was ended: sign in, then connect again."""
    NOT_ALLOWED = 4405
    """The person is known and does not work here: connecting again gets the same answer."""


async def serve(request: Request, socket: Websocket) -> None:
    """Serve one socket until it goes, its token expires, or its session is ended.

    Refusals come after the upgrade: a browser tells its page the code of a closed socket, and nothing of a
    refused handshake. The token comes in the first message, for addresses are written to logs.
    """
    runtime: Runtime = request.app.ctx.runtime
    feed: AdminFeed = request.app.ctx.admin_feed
    if not runtime.socket_origins.welcomes(request.headers.get("origin"), own_origin(request)):
        await socket.close(CloseCode.FOREIGN_ORIGIN, "pages of this site may not watch")
        return
    with runtime.door.place(client_address(request)) as admitted:
        if not admitted:
            await socket.close(CloseCode.TOO_MANY_SOCKETS, "too many sockets from this address")
            return
        try:
            token = await _token(socket)
            watched = await _watched(_caller(runtime, token))
        except NotSignedIn as error:
            await socket.close(AdminClose.NOT_SIGNED_IN, error.detail)
            return
        except NotAllowed:
            await socket.close(AdminClose.NOT_ALLOWED, _NOT_ALLOWED)
            return
        with feed.inbox(watched, socket.end_connection) as inbox:
            await _attend(runtime, socket, token, inbox)


async def _token(socket: Websocket) -> str:
    """Return the token of the first message; raises ``NotSignedIn``."""
    message = await socket.recv(timeout=_INTRODUCTION_SECONDS)
    try:
        token = orjson.loads(message or b"")["token"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise NotSignedIn("the first message is an object with a token") from error
    if not isinstance(token, str):
        raise NotSignedIn("the first message is an object with a token")
    return token


def _caller(runtime: Runtime, token: str) -> Caller:
    """Return who somebody is now; raises ``NotSignedIn`` and ``NotAllowed``."""
    caller = runtime.signer.verify(token)
    if caller.session_id in runtime.revoked:
        raise NotSignedIn("this session was ended")
    if not caller.is_staff:
        raise NotAllowed
    return caller


async def _watched(caller: Caller) -> Watched:
    """Return what somebody may see now; raises ``NotAllowed`` where they work at no theatre any more."""
    theirs = await theatres_of(caller)
    watched = Watched(managed=_set(theirs.managed), served=_set(theirs.served))
    if watched.served == NOWHERE:
        raise NotAllowed
    return watched


def _set(theatres: list[int] | None) -> Theatres:
    return None if theatres is None else frozenset(theatres)


async def _attend(runtime: Runtime, socket: Websocket, token: str, inbox: Inbox) -> None:
    """Send, listen and look at the token, until one of them comes to an end."""
    parts = {
        asyncio.create_task(_send(socket, inbox)),
        asyncio.create_task(_listen(socket)),
        asyncio.create_task(_stay_signed_in(runtime, token, inbox)),
    }
    try:
        done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for part in parts:
            part.cancel()
        await asyncio.gather(*parts, return_exceptions=True)
    for part in done:
        # The framework cancels whoever waits for a message of a socket that has closed.
        farewell = None if part.cancelled() else part.result()
        if farewell is not None:
            await socket.close(*farewell)
            return


Farewell = tuple[int, str] | None
"""With which code and words a socket is closed; None where its client has gone."""


async def _send(socket: Websocket, inbox: Inbox) -> Farewell:
    try:
        while True:
            try:
                frames = await asyncio.wait_for(inbox.take(), _IDLE_SECONDS)
            except TimeoutError:
                await socket.send(_PING)
                continue
            for frame in frames:
                await socket.send(frame.decode())
    except WebsocketClosed:
        return None


async def _listen(socket: Websocket) -> Farewell:
    try:
        for _ in range(_PATIENCE + 1):
            if await socket.recv() is None:
                return None
    except WebsocketClosed:
        return None
    return CloseCode.POLICY, "nothing but the token is understood here"


async def _stay_signed_in(runtime: Runtime, token: str, inbox: Inbox) -> Farewell:
    """Look at the token and at what its owner may see, until they may see nothing any more."""
    while True:
        await asyncio.sleep(_CHECK_SECONDS)
        try:
            inbox.watched = await _watched(_caller(runtime, token))
        except NotSignedIn as error:
            return AdminClose.NOT_SIGNED_IN, error.detail
        except NotAllowed:
            return AdminClose.NOT_ALLOWED, _NOT_ALLOWED
        except AWAY:  # nobody can say: what was so a moment ago stays so, and no figures are read meanwhile
            continue
