"""Numbers, dates and texts that nothing can hold, in every path and query of the API document."""

import asyncio
from urllib.parse import quote
from uuid import uuid4

import pytest

import server.app
from server.accounts.models import Role
from tests.server.world import Customer

HOSTILE = (
    "0", "-1", "2147483648", "9223372036854775808", "1e9", "1e400", "NaN", "inf", "9" * 400,
    "0000-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00", "true", "[]", "' OR 1=1 --", "%", "\\",
    "\ud800", "\ufffe", "\u202e", "x" * 5000, "1,2", "nan,nan", "1e400,1e400", "91,181", "٣", "½",
)  # fmt: skip
RAW = ("%00", "%ff%fe", "%ed%a0%80", "%", "%2", "..%2f..", "%2e%2e")


def encoded(text):
    return quote(text, safe="", errors="surrogatepass")


def questions():
    """Return every address that can be read, each with something wrong in it."""
    found = []
    for path, methods in server.app.describe()["paths"].items():
        parameters = methods.get("get", {}).get("parameters", ())
        for one in parameters:
            for value in (*map(encoded, HOSTILE), *RAW):
                if one["in"] == "path":
                    found.append(_filled(path, parameters, {one["name"]: value}))
                elif one["in"] == "query":
                    found.append(f"{_filled(path, parameters, {})}?{one['name']}={value}")
    return found


def _filled(path, parameters, wrong):
    for one in parameters:
        if one["in"] == "path":
            usual = {"integer": "1"}.get(one["schema"]["type"], str(uuid4()))
            path = path.replace(f"{{{one['name']}}}", wrong.get(one["name"], usual))
    return path


@pytest.mark.timeout(300)
async def test_no_value_in_an_address_is_a_failure_of_the_server(api, house):
    await house.show()
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    turns = asyncio.Semaphore(16)

    async def ask(address):
        async with turns:
            answer = await api.get(address, headers=admin.headers)
        return (answer.status_code, address[:200]) if answer.status_code >= 500 else None

    asked = questions()
    failed = [failure for failure in await asyncio.gather(*map(ask, asked)) if failure]
    assert [failure for failure in failed if failure[0] != 503] == []
    assert len(asked) > 1000
