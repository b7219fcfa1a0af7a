"""``python -m benchmarks.http.raw PORT``: the cheapest route there is in the framework the server uses."""

import socket
import sys
from typing import Any

from sanic import HTTPResponse, Request, Sanic


def create_app() -> Sanic[Any, Any]:
    """Return an application that answers a few bytes to anything, without looking at it."""
    app: Sanic[Any, Any] = Sanic("raw", configure_logging=False, inspector=False)

    async def raw(_: Request, **__: str) -> HTTPResponse:
        return HTTPResponse(b"hello", content_type="text/plain")

    app.add_route(raw, "/", methods=["GET"])
    app.add_route(raw, "/pricing/show/<show_id:str>", methods=["GET"], name="price")
    app.add_route(raw, "/shows/<show_id:str>/holds", methods=["POST"], name="holds")

    return app


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=1024)
    create_app().run(sock=listener, single_process=True, motd=False, access_log=False)
