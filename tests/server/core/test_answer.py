"""Headers are written as the framework writes them, and one header never becomes two."""

from typing import Any

import pytest
from sanic import HTTPResponse

from server.core.http.answer import Answer

_HEADERS: dict[str, Any] = {
    "Cache-Control": "no-store",
    "content-length": 12,
    "X-Place": "Hyderabad, हैदराबाद",
    "ETag": '"a"',
}


@pytest.mark.parametrize("status", [200, 204, 304, 404])
def test_headers_go_out_as_the_framework_writes_them(status):
    made = [
        kind(status=status, headers=dict(_HEADERS), content_type="application/json")
        for kind in (Answer, HTTPResponse)
    ]
    for response in made:
        response.add_cookie("mm.theme", "dark")
    ours, theirs = (list(response.processed_headers) for response in made)
    assert ours == theirs


@pytest.mark.parametrize("value", ["/a\r\nSet-Cookie: mine=1", "/a\nX: y", "/a\x00b"])
def test_a_value_with_a_line_break_stays_one_header(value):
    written = list(Answer(headers={"Location": value}).processed_headers)
    assert [name for name, _ in written if name == b"Location"] == [b"Location"]
    assert not any(byte in value for _, value in written for byte in b"\r\n\0")
