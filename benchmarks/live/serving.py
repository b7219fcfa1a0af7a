"""``python -m benchmarks.live.serving``: the house's live socket and hub, and a bare socket next to it.

REDIS_URL, PREFIX (of its keys) and PORT come from the environment. It is the server without its HTTP routes,
so that it needs no PostgreSQL: the shows are opened by whoever measures. ``/bare`` is a WebSocket of the same
framework that does nothing at all.
"""

import os
import resource
import socket
from typing import Any

from sanic import Request, Sanic, Websocket
from sanic.response import HTTPResponse, empty

from seat_engine import MirrorHub, SeatEngine, open_store
from server.booking.sockets import Visitor, serve
from server.core.http.direct import text_message
from server.core.http.door import Door

_MANY = 100_000


def create_app() -> Sanic[Any, Any]:
    """Return the application."""
    app: Sanic[Any, Any] = Sanic("live_bench", configure_logging=False, inspector=False)
    app.config.update(MOTD=False, ACCESS_LOG=False, WEBSOCKET_MAX_SIZE=4096)
    door = Door(per_address=_MANY)

    @app.before_server_start
    async def connect(app: Sanic[Any, Any]) -> None:
        engine = SeatEngine(open_store(os.environ["REDIS_URL"]), prefix=os.environ["PREFIX"])
        app.ctx.hub = await MirrorHub(engine, wire=text_message).__aenter__()

    @app.before_server_stop
    async def dismiss(app: Sanic[Any, Any]) -> None:
        await app.ctx.hub.__aexit__(None, None, None)

    async def live(request: Request, websocket: Websocket, show_id: int) -> None:
        visitor = Visitor(request.ip, welcome=True)
        await serve(app.ctx.hub, door, visitor, websocket, show_id)

    async def bare(_: Request, websocket: Websocket) -> None:
        async for _message in websocket:
            pass

    async def ready(_: Request) -> HTTPResponse:
        return empty()

    app.add_websocket_route(live, "/ws/shows/<show_id:int>", subprotocols=["seats.v1"])
    app.add_websocket_route(bare, "/bare", subprotocols=["seats.v1"])
    app.add_route(ready, "/readyz")
    return app


def main() -> None:
    """Serve until told to stop."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    listener = socket.create_server(("127.0.0.1", int(os.environ["PORT"])))
    create_app().run(sock=listener, backlog=4096, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
