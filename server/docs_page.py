"""The browsable page at /docs: Swagger UI from its package's own files, nothing fetched from elsewhere."""

from functools import partial
from importlib.resources import as_file, files
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import file

from server.core.http.edge import observed

_PAGE = b"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Movie Magic API</title>
<link rel="stylesheet" href="docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="docs/assets/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""

_START = b"""window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
});
"""

_POLICY = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
}
"""Swagger UI writes styles into its elements; scripts come from files alone."""

_ASSETS = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}


def mount(app: Sanic[Any, Any]) -> None:
    """Add the page and its two assets."""

    async def page(_: Request) -> HTTPResponse:
        return HTTPResponse(_PAGE, content_type="text/html; charset=utf-8", headers=_POLICY)

    async def start(_: Request) -> HTTPResponse:
        return HTTPResponse(_START, content_type="text/javascript")

    app.add_route(observed(page), "/docs", name="docs")
    app.add_route(observed(start), "/docs/start.js", name="docs_start")
    for number, (name, content_type) in enumerate(_ASSETS.items()):
        app.add_route(
            observed(partial(_asset, name, content_type)), f"/docs/assets/{name}", name=f"docs_asset_{number}"
        )


async def _asset(name: str, content_type: str, request: Request) -> HTTPResponse:
    with as_file(files("swagger_ui") / "static" / name) as path:
        return await file(path, mime_type=content_type, request_headers=request.headers)
