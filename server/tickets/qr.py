"""The QR code of a ticket."""

import io

import segno


def qr_svg(code: str) -> bytes:
    """Return an SVG of the code: error correction M, the quiet zone inside, black on white in any theme."""
    drawing = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, border=4, dark="#000", light="#fff", omitsize=True
    )
    return drawing.getvalue()
