"""What somebody with bad intentions sends, and the clear refusal they get."""

import asyncio
import json
from types import SimpleNamespace
from uuid import uuid4

import pytest

from server.accounts.models import Role, RoleGrant, User
from server.booking.models import Booking
from server.core.db import rows
from tests.server.world import PASSWORD, Customer

PROBLEM = "application/problem+json"
_LOGIN = "POST /auth/login HTTP/1.1\r\nHost: x\r\n"
SILENCE = 10.0
"""Seconds after which a server is taken to have nothing to say."""


def refused(answer, *statuses):
    assert answer.status_code in statuses, (answer.status_code, answer.text[:200])
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["code"] != "internal"


@pytest.fixture
async def thief(api) -> Customer:
    return await Customer.sign_up(api)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/booking/{id}"), ("POST", "/booking/{id}/payment"), ("POST", "/booking/{id}/payment/check"),
        ("GET", "/booking/{id}/cancellation"), ("POST", "/booking/{id}/cancel"),
    ],
)  # fmt: skip
async def test_anothers_booking_is_not_there(api, house, customer, thief, method, path):
    booking = await customer.book(await house.show(), "A1")
    body = {"payment_method": "mock_upi"} if path.endswith("payment") else {}
    answer = await api.request(
        method, path.format(id=booking["id"]), headers=thief.headers, json=body if method == "POST" else None
    )
    refused(answer, 404)
    assert (await Booking.get(id=booking["id"])).status == "pending"


async def test_anothers_tickets_are_in_no_list(house, customer, thief):
    await customer.pay(await customer.book(await house.show(), "A1"))
    assert (await thief.get("/me/bookings")).json()["items"] == []
    refused(await thief.api.get("/tickets/23456789ABCDEFGHJKMNPQRSTV/qr.svg"), 404)


async def test_a_booking_is_made_for_nobody_else(house, customer, thief):
    show = await house.show()
    await thief.hold(show, "A1")
    answer = await thief.try_book(show, "A1", user_id=str(customer.id))
    refused(answer, 403)
    assert answer.json()["code"] == "not_your_account"


@pytest.mark.parametrize("token", [None, "stolen-but-wrong", "x" * 100])
async def test_a_hold_belongs_to_its_token(api, house, customer, thief, token):
    hold = await customer.hold(await house.show(), "A1")
    headers = {"X-Hold-Token": token} if token else {}
    for method in ("GET", "PATCH", "DELETE"):
        answer = await api.request(method, f"/holds/{hold['hold_id']}", headers=headers)
        refused(answer, 403, 400, 422)
    answer = await thief.try_book(show_of(hold), "A1", hold_id=hold["hold_id"])
    refused(answer, 403, 409, 410)
    mine = await api.get(f"/holds/{hold['hold_id']}", headers=customer.headers)
    assert mine.status_code == 200


async def test_a_hold_taken_on_the_way_to_a_booking_has_no_token_that_can_be_guessed(house, customer, thief):
    booked = (await customer.try_book(await house.show(), "A1", key="known")).json()
    hold_id = (await Booking.get(id=booked["id"])).hold_id
    for guess in (f"account:{customer.id}", f"account {customer.id}", str(customer.id), hold_id):
        headers = {"X-Hold-Token": guess, "Authorization": thief.headers["Authorization"]}
        for method in ("GET", "DELETE", "PATCH"):
            answer = await thief.api.request(method, f"/holds/{hold_id}", headers=headers, json={})
            refused(answer, 403, 409, 410)
    assert (await Booking.get(id=booked["id"])).status == "pending"


def show_of(hold):
    """Return the show of a hold, as ``try_book`` wants it: with its id."""
    return SimpleNamespace(id=hold["show_id"])


@pytest.mark.parametrize(
    "more",
    [{"roles": ["admin"]}, {"role": "admin"}, {"grants": [{"role": "admin"}]}, {"email_verified": True},
     {"email_verified_at": "2026-01-01T00:00:00Z"}, {"id": str(uuid4())}, {"password_hash": "x"}],
)  # fmt: skip
async def test_nobody_gives_themselves_what_was_not_asked_for(api, customer, more):
    wanted = {"email": "mass@example.com", "password": PASSWORD, "name": "M", **more}
    refused(await api.post("/auth/signup", json=wanted), 422)
    refused(await api.patch("/me", json={"name": "N", **more}, headers=customer.headers), 422)
    mine = (await customer.get("/me")).json()
    assert (mine["id"], mine["name"]) == (str(customer.id), "A Person")
    assert (mine["roles"], mine["email_verified"]) == (["customer"], False)
    assert (await RoleGrant.all().count(), await User.all().count()) == (0, 1)


async def test_a_price_or_a_status_in_the_body_changes_neither(house, customer):
    show = await house.show()
    hold = await customer.hold(show, "A1")
    lies = {
        "total": {"amount": 1, "currency": "INR"}, "price": 1, "status": "confirmed", "discount": 99999,
        "lines": [], "confirmed_at": "2026-01-01", "sold_by": str(customer.id),
    }  # fmt: skip
    for field, lie in lies.items():
        refused(await customer.try_book(show, "A1", hold_id=hold["hold_id"], **{field: lie}), 422)
    assert await Booking.all().count() == 0
    booked = await customer.try_book(show, "A1", hold_id=hold["hold_id"])
    assert booked.json()["status"] == "pending"
    assert booked.json()["total"]["amount"] > 20000
    other = await customer.hold(show, "A3")
    assert other["quote"]["total"]["amount"] > 20000


@pytest.mark.parametrize(
    "header", ["X-Request-ID", "X-Hold-Token", "Idempotency-Key", "Accept-Language", "Origin"]
)
async def test_a_header_comes_back_as_no_other_header(api, header):
    answer = await raw(api, f"GET /cities HTTP/1.1\r\nHost: x\r\n{header}: a\tb%0d%0aSet-Cookie: x=1\r\n\r\n")
    assert b"set-cookie" not in answer.lower()
    assert answer.startswith(b"HTTP/1.1 ")


@pytest.mark.parametrize(
    "head",
    [
        "GET /cities HTTP/1.1\r\nHost: x\r\nX: " + "a" * 100_000 + "\r\n\r\n",
        _LOGIN + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET /" + "a/" * 20_000 + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "\x00\x01\x02\r\n\r\n",
    ],
    ids=["endless header", "two lengths", "negative length", "endless path", "no HTTP"],
)
async def test_what_is_no_proper_request_is_refused(api, head):
    answer = await raw(api, head)
    status = int(answer.split()[1]) if answer else 400  # or the connection is closed without a word
    assert 400 <= status < 500, answer[:200]
    assert (await api.get("/healthz")).status_code == 200


async def raw(api, text: str) -> bytes:
    """Send these very bytes; return what comes back before the connection is closed or falls silent."""
    reader, writer = await asyncio.open_connection(api.base_url.host, api.base_url.port)
    writer.write(text.encode("latin-1"))
    answer = b""
    try:
        async with asyncio.timeout(SILENCE):
            while part := await reader.read(65536):
                answer += part
                if b"\r\n\r\n" in answer:
                    break
    except (TimeoutError, ConnectionResetError):
        pass
    writer.close()
    return answer


@pytest.mark.parametrize(
    "name",
    ["..%2f..%2f..%2fetc%2fpasswd.svg", "../../etc/passwd", "%2e%2e/%2e%2e/x.svg", "a%00.svg", "....//x.svg",
     "..%5c..%5cx.svg", "%c0%ae%c0%ae/x.svg"],
)  # fmt: skip
@pytest.mark.parametrize("under", ["/posters/", "/docs/assets/"])
async def test_no_path_leads_out_of_a_folder(api, under, name):
    answer = await raw(api, f"GET {under}{name} HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.split()[1] in {b"404", b"400"}
    assert b"root:" not in answer


@pytest.mark.parametrize("field", ["email", "password", "name", "phone"])
async def test_a_field_of_a_million_characters_is_refused_by_name(api, field):
    wanted = {"email": "a@example.com", "password": PASSWORD, "name": "A", field: "a" * 1_000_000}
    answer = await api.post("/auth/signup", json=wanted)
    refused(answer, 422)
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert len(answer.content) < 5_000  # what was sent is not sent back


async def test_a_query_of_a_hundred_thousand_characters_is_refused(api):
    answer = await api.get("/movies", params={"q": "a" * 6_000})
    refused(answer, 422)


@pytest.mark.parametrize("depth", [100, 10_000, 200_000])
async def test_deep_json_is_refused_and_brings_nobody_down(api, depth):
    body = '{"email":' + "[" * depth + "]" * depth + "}"
    answer = await api.post("/auth/login", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 400, 422)
    assert (await api.get("/healthz")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"email": NaN}', b'{"email": 1e999}',
     b'{"a":' * 5000,
     json.dumps({str(n): n for n in range(50_000)}).encode(), b'{"email":"\\ud800"}',
     b'{"email":"a\\u0000b"}'],
)  # fmt: skip
async def test_mangled_bodies_are_refused(api, body):
    answer = await api.post("/auth/login", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 400, 422)


async def test_numbers_beyond_every_column_are_refused_or_find_nothing(api, customer):
    for path in ("/shows/99999999999999999999", "/shows/-1", "/shows/0x7", "/shows/1e9", "/shows/%D9%A1"):
        refused(await api.get(path), 404)
    for query in ({"limit": "999999999999"}, {"limit": "-1"}, {"movie_id": "9" * 30}):
        refused(await api.get("/shows", params=query), 422)


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("Admin@Example.com", 409),  # the same in other letters
        (" admin@example.com ", 409),
        ("ADMIN@EXAMPLE.COM.", 422),
        ("admin@\u0435xample.com", 201),  # a Cyrillic look-alike is another host, and is shown as one
        ("\u0430dmin@example.com", 422),  # and in the part before it is refused
        ("\uff41\uff44\uff4d\uff49\uff4e@example.com", 422),
        ("admin\u200b@example.com", 422),
        ("admin\u202e@example.com", 422),
        ("admin@example.com\r\nBcc: x@example.com", 422),
        ('"admin"@example.com', 422),
        ("admin@[127.0.0.1]", 422),
        ("admin@localhost", 422),
        ("admin@example.com,victim@example.com", 422),
        ("Admin <admin@example.com>", 422),
        ("\u212adam@example.com", 422),  # the Kelvin sign, which is a k in lower case
    ],
)
async def test_an_address_is_one_address_and_looks_like_no_other(api, typed, status):
    first = {"email": "admin@example.com", "password": PASSWORD, "name": "A"}
    await api.post("/auth/signup", json=first)
    answer = await api.post("/auth/signup", json={**first, "email": typed})
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.json()["user"]["email"] == "admin@xn--xample-2of.com"


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "a\u202eb", "\u200b", "a\x1b[31m", " ", "\ud800"])
async def test_a_name_has_no_characters_that_are_not_seen(api, name):
    body = json.dumps({"email": "a@example.com", "password": PASSWORD, "name": name}).encode()
    answer = await api.post("/auth/signup", content=body, headers={"Content-Type": "application/json"})
    refused(answer, 422, 400)
    assert await User.all().count() == 0


@pytest.mark.parametrize("name", ["क्‍ष", "శ్రీ‌నివాస్", "O’Brien-Ñandú", "李小龍", "🎬 Fan"])
async def test_and_all_that_names_are_written_with(api, name):
    answer = await api.post(
        "/auth/signup", json={"email": "a@example.com", "password": PASSWORD, "name": name}
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "trick", ["' OR '1'='1", "'; DROP TABLE users; --", "\\'; SELECT pg_sleep(9); --", "%' --"]
)
async def test_what_looks_like_sql_is_a_text(api, trick):
    admin = await Customer.sign_up(api, role=Role.ADMIN)
    for path, params in (
        ("/movies", {"q": trick}), ("/movies", {"genre": trick}), ("/theatres", {"city": "nowhere"}),
        ("/admin/users", {"q": trick}), ("/admin/audit", {"q": trick, "action": trick, "subject": trick}),
    ):  # fmt: skip
        answer = await api.get(path, params=params, headers=admin.headers)
        assert answer.status_code in {200, 422}, (path, answer.text)
        if answer.status_code == 200:
            assert answer.json()["items"] == []
    assert len(await rows("SELECT 1 FROM users")) == 1


async def test_signing_in_gives_a_session_of_its_own_and_takes_none_that_was_brought(api, customer):
    """Session fixation: whatever a browser brings, what it gets is new."""
    brought = {"Cookie": "mm_refresh=brought-by-somebody-else", "Sec-Fetch-Site": "same-origin"}
    answer = await api.post(
        "/auth/login", json={"email": customer.email, "password": PASSWORD}, headers=brought
    )
    (cookie,) = (c for c in answer.headers.get_list("set-cookie") if c.startswith("mm_refresh="))
    assert "brought-by-somebody-else" not in cookie
