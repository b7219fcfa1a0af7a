"""Every list of the API document, asked to go on from where no row ever was."""

import asyncio
import base64
import gc
import json
import random
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

import server.app
from server.accounts.models import Role
from server.core import cursor as cursors
from tests.server.world import Customer

GOOD = {
    cursors.INT: 7,
    cursors.BIGINT: 2**40,
    cursors.MOMENT: datetime(2026, 2, 28, 12, 30, tzinfo=UTC).isoformat(),
    cursors.TEXT: "మాయాబజార్",
    cursors.ID: str(uuid4()),
}
HOSTILE: tuple[Any, ...] = (
    None, True, "", "7", "a\x00b", "\ud800", "x" * 121, 1.0, 1.5, -1e400, float("nan"), 2**31, 2**63,
    -(2**63) - 1, 10**400, [], {}, [[1]], {"$gt": 0}, "0000-00-00", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "2026-02-30T00:00:00Z", "2026-02-28T00:00:00", "10000-01-01T00:00:00Z",
    "-infinity", "infinity", "now", "9" * 30, "'; DROP TABLE shows; --",
    "00000000-0000-0000-0000-00000000000g",
)  # fmt: skip
NO_CURSORS = (
    "nonsense", "bm8", "bnVsbA", "W10", "e30", "%FF%FE", "é", "A", "====", "AA==AA", "WyJhIl0\n",
    "W1tbW1tb" * 100, "x" * 5000,
)  # fmt: skip


def made_of(*key):
    """Return a cursor as it would be made of anything at all."""
    said = json.dumps(key).encode()
    return base64.urlsafe_b64encode(said).decode().rstrip("=")


def lists():
    """Return every list of the document, as its path and the orders it knows."""
    for path, methods in server.app.describe()["paths"].items():
        parameters = {one["name"]: one for one in methods.get("get", {}).get("parameters", ())}
        if "cursor" in parameters:
            orders = parameters.get("sort", {}).get("schema", {}).get("anyOf", [{}])[0].get("enum", [None])
            yield path, orders


def known():
    # Not isinstance: it asks an object what it is, and one of torch's warns when it is asked.
    return {one.name: one for one in gc.get_objects() if type(one) is cursors.Cursors}


def hostile(codec):
    """Yield cursors that have the form of a list's own, with one part that no row can have."""
    good = [GOOD[kind] for kind in codec.kinds]
    for place, kind in enumerate(codec.kinds):
        for value in HOSTILE:
            if kind is cursors.TEXT and isinstance(value, str) and len(value) <= 120 and value.isprintable():
                continue  # a text like any other
            if (kind, value) in [(cursors.BIGINT, 2**31), (cursors.MOMENT, "7")]:
                continue  # a number that fits, and seconds since 1970
            yield made_of(codec.name, *good[:place], value, *good[place + 1 :])
    yield made_of(codec.name, *good, 1)
    yield made_of(codec.name, *good[:-1])
    yield made_of("another list", *good)
    yield made_of(*good)


@pytest.fixture
async def asked(api, house):
    """How to ask a list for what comes after a cursor, as an admin: the status and the code of the answer."""
    show = await house.show()
    admin = await Customer.sign_up(api, role=Role.ADMIN)

    async def ask(path, order, cursor):
        query = {"cursor": cursor} | ({"sort": order} if order else {})
        if order == "relevance":
            query["q"] = "maya"
        answer = await api.get(path.replace("{show_id}", str(show.id)), params=query, headers=admin.headers)
        return answer.status_code, answer.json().get("code")

    return ask


async def test_a_list_takes_its_own_cursors_and_no_others(asked):
    routes = [(path, order) for path, orders in lists() for order in orders]
    assert len(routes) >= 14
    taken_by = {}
    for route in routes:
        answers = await asyncio.gather(
            *(
                asked(*route, made_of(name, *(GOOD[kind] for kind in codec.kinds)))
                for name, codec in known().items()
            )
        )
        taken = [name for name, (status, _) in zip(known(), answers, strict=True) if status == 200]
        assert {answer for answer in answers if answer[0] != 200} == {(400, "bad_cursor")}, route
        assert len(taken) == 1, (route, taken)
        taken_by[route] = taken[0]
    assert len({*taken_by.values()}) == len(routes), "two lists share cursors"
    assert {*taken_by.values()} == {*known()}, "a list that is not in the document"

    for route, name in taken_by.items():
        codec = known()[name]
        dice = random.Random(name)
        tried = [*dice.sample([*hostile(codec)], 8), *dice.sample(NO_CURSORS, 4)]
        answers = await asyncio.gather(*(asked(*route, cursor) for cursor in tried))
        assert {*answers} == {(400, "bad_cursor")}, (route, [*zip(tried, answers, strict=True)])


@pytest.mark.parametrize("name", sorted(known()))
def test_what_no_row_can_have_is_no_cursor(name):
    codec = known()[name]
    real = made_of(name, *(GOOD[kind] for kind in codec.kinds))
    dice = random.Random(name)
    bent = ["".join(dice.sample(real, len(real))), real[:-2], real + "AAAA", real.swapcase()]
    for cursor in (*hostile(codec), *NO_CURSORS, *bent):
        with pytest.raises(cursors.BadCursor):
            pytest.fail(f"{cursor} is {codec.decode(cursor)}")


@pytest.mark.parametrize("script", ["మా", "ß", "🎬", "ﷺ"])
async def test_the_longest_title_still_has_a_next_page(api, house, script):
    for number in range(3):
        await house.movie((script * 200)[: 200 - number])
    seen, cursor = [], ""
    while cursor is not None:
        page = (await api.get("/movies", params={"sort": "title", "limit": 1, "cursor": cursor})).json()
        seen += [movie["id"] for movie in page["items"]]
        cursor = page["next_cursor"]
    assert sorted(seen) == sorted(movie.id for movie in house.movies.values())
