"""Routes of e-tickets."""

from sanic import HTTPResponse, Request

from server.core.errors import NotFound
from server.core.http.operation import Router
from server.core.tokens import Caller
from server.tickets.qr import qr_svg
from server.tickets.service import ensure_valid

router = Router("tickets")


@router.operation(
    "GET", "/tickets/<code:code>/qr.svg", summary="A ticket's QR code", content_type="image/svg+xml",
    refusals=(NotFound,),
)  # fmt: skip
async def ticket_qr(_: Request, __: Caller | None, *, code: str) -> HTTPResponse:
    """For whoever knows the code, which cannot be guessed. Private to the browser's own cache."""
    await ensure_valid(code)
    return HTTPResponse(
        qr_svg(code), content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=86400"}
    )
