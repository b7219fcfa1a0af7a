"""What browsers are told and held to: headers, foreign sites, preflights, bodies that are none."""

import httpx
import pytest

from tests.conftest import another_api
from tests.patience import PATIENCE
from tests.server.world import PASSWORD

SITE = "https://partner.example"
SIGN_UP = {"email": "a@example.com", "password": PASSWORD, "name": "A"}


@pytest.fixture(scope="module")
def listed_url(servers, database):
    with another_api(servers, CORS_ORIGINS=f'["{SITE}"]', WEB_URL="https://cinema.example") as url:
        yield url


@pytest.fixture
async def listed(listed_url, clean_database):
    async with httpx.AsyncClient(base_url=listed_url, timeout=PATIENCE) as client:
        yield client


@pytest.mark.parametrize("path", ["/cities", "/me", "/nothing/here", "/posters/none.svg"])
async def test_every_answer_forbids_framing_guessing_and_scripts(api, path):
    headers = (await api.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy
    assert "strict-transport-security" not in headers  # a house without TLS must not promise it


async def test_the_documentation_runs_scripts_from_files_alone(api):
    page = await api.get("/docs")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "https://blog.cinema.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://house.local:9000", "X-Forwarded-Host": "house.local:3001"},
        {"Origin": "https://house.local:3001", "X-Forwarded-Host": "house.local:3001"},
    ],
)
@pytest.mark.parametrize("path", ["/auth/refresh", "/auth/login", "/auth/signup", "/auth/logout"])
async def test_a_page_of_another_site_changes_nothing(api, path, headers):
    answer = await api.post(path, json=SIGN_UP, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign_site")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://cinema.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": SITE},
        {"Origin": "http://house.local:3000", "X-Forwarded-Host": "house.local:3000"},
        {
            "Origin": "https://house.local",
            "X-Forwarded-Host": "forged.example, house.local",
            "X-Forwarded-Proto": "https",
        },
        {},
    ],
)
async def test_pages_of_the_house_and_of_listed_sites_may(listed, headers):
    answer = await listed.post("/auth/signup", json=SIGN_UP, headers=headers)
    assert answer.status_code == 201


async def test_a_foreign_page_may_read_what_anybody_may_and_no_more(listed):
    answer = await listed.get("/cities", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["vary"] == "Origin"


async def test_a_listed_site_may_read_answers_and_refusals(listed):
    for path in ("/cities", "/me"):
        headers = (await listed.get(path, headers={"Origin": SITE})).headers
        assert headers["access-control-allow-origin"] == SITE
        assert headers["access-control-allow-credentials"] == "true"
        assert "Retry-After" in headers["access-control-expose-headers"]


@pytest.mark.parametrize(("origin", "status"), [(SITE, 204), ("https://evil.example", 405), ("null", 405)])
async def test_a_preflight_is_answered_for_listed_sites_alone(listed, origin, status):
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    answer = await listed.options("/booking", headers=asked)
    assert answer.status_code == status
    assert ("access-control-allow-methods" in answer.headers) == (status == 204)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"{}"),
        ("application/x-www-form-urlencoded", b"email=a"),
        ("multipart/form-data; boundary=x", b"--x--"),
        ("", b"{}"),
        (None, b"{}"),
    ],
)
async def test_only_json_is_taken_for_json(api, content_type, body):
    """What a page may send without asking first is none of these operations' business."""
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = await api.post("/auth/login", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
async def test_a_compressed_body_is_not_unpacked(api, encoding):
    answer = await api.post(
        "/auth/login", content=b"\x1f\x8b" * 500,
        headers={"Content-Type": "application/json", "Content-Encoding": encoding},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_figures_are_for_the_houses_own_networks(api):
    for address, status in (("10.1.2.3", 200), ("203.0.113.7", 404), ("10.1.2.3, 203.0.113.7", 404)):
        answer = await api.get("/metrics", headers={"X-Forwarded-For": address})
        assert answer.status_code == status, address


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "unknown"}, {"X-Forwarded-For": ""}, {"X-Forwarded-For": "10.1.2.3, unknown"},
        {"X-Forwarded-For": "unknown, 127.0.0.1"}, {"X-Forwarded-For": "203.0.113.7, unknown, ::1"},
        {"Forwarded": "for=10.1.2.3"}, {"X-Real-IP": "10.1.2.3"}, {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-Port": "443"}, {"CF-Connecting-IP": "10.1.2.3"}, {"Via": "1.1 proxy"},
    ],
)  # fmt: skip
async def test_figures_are_for_nobody_whom_a_trusted_proxy_did_not_name(api, headers):
    assert (await api.get("/metrics", headers=headers)).status_code == 404


async def test_an_address_in_a_line_of_its_own_cannot_be_forged(api):
    """A proxy may add a line instead of an entry; what the visitor sent stands in the first."""
    headers = [("X-Forwarded-For", "10.1.2.3"), ("X-Forwarded-For", "203.0.113.7")]
    assert (await api.get("/metrics", headers=headers)).status_code == 404


@pytest.fixture(scope="module")
def untrusting_url(servers, database):
    with another_api(servers, TRUSTED_PROXIES="192.0.2.1", CORS_ORIGINS=f"{SITE}, https://b.example") as url:
        yield url


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via"])
async def test_a_proxy_nobody_named_gets_no_figures_for_the_public(untrusting_url, header):
    async with httpx.AsyncClient(base_url=untrusting_url, timeout=PATIENCE) as direct:
        assert (await direct.get("/metrics")).status_code == 200
        assert (await direct.get("/metrics", headers={header: "10.1.2.3"})).status_code == 404
