"""What is the same for every request."""

import json
import re
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from server.app import ROUTERS, describe
from server.core.http import edge


async def test_every_answer_carries_a_request_id_and_keeps_a_usable_one(api):
    made = await api.get("/healthz")
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["x-request-id"])
    kept = await api.get("/healthz", headers={"X-Request-ID": "trace-12345678"})
    assert kept.headers["x-request-id"] == "trace-12345678"
    replaced = await api.get("/healthz", headers={"X-Request-ID": "a b\tc; drop"})
    assert replaced.headers["x-request-id"] != "a b\tc; drop"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/movies", 405, "method_not_allowed"),
        ("GET", "/movies?limit=0", 422, "invalid"),
        ("GET", "/movies?sort=by-mood", 422, "invalid"),
        ("GET", "/movies?limit=2.0", 422, "invalid"),
        ("GET", "/movies?limit=1_0", 422, "invalid"),
        ("GET", "/shows?theatre_id=+1", 422, "invalid"),
        ("GET", "/movies?rating_min=1e0", 422, "invalid"),
        ("GET", "/shows?date=tomorrow", 422, "invalid"),
        ("GET", "/shows?cursor=%00", 400, "malformed"),
        ("POST", "/auth/login", 400, "malformed"),
    ],
)
async def test_a_wrong_request_gets_a_problem_document(api, method, path, status, code):
    answer = await api.request(method, path)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code
    assert problem["type"] == f"urn:movie-magic:problem:{code}"
    assert problem["request_id"] == answer.headers["x-request-id"]


async def test_numbers_in_a_query_are_written_in_digits(api):
    assert (await api.get("/movies?limit=2&rating_min=1.5")).status_code == 200


async def test_a_body_of_another_type_is_malformed(api):
    answer = await api.post("/auth/login", data={"email": "a@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("size", [2**20 + 1, 12 * 2**20])
async def test_a_body_over_a_mebibyte_is_refused_and_its_sender_reads_why(api, size):
    answer = await api.post("/auth/login", content=b"x" * size)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_an_address_that_is_too_long_is_called_that(api):
    answer = await api.get(f"/movies?q={'x' * 9000}")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.json()["detail"] == "An address and its headers may have 8 KiB together"
    body = await api.post("/auth/login", content=b"x" * (2**20 + 1))
    assert body.json()["detail"] == "A body may have 1 MiB"


@pytest.mark.parametrize(("method", "status"), [("GET", 500), ("HEAD", 500), ("POST", 422), ("PUT", 422)])
def test_who_only_reads_is_not_told_that_a_value_cannot_be_kept(method, status):
    request: Any = SimpleNamespace(
        method=method, path="/x", headers={}, ctx=SimpleNamespace(request_id="a" * 32)
    )
    assert edge._answer(request, asyncpg.DataError("cannot subtract infinite dates")).status == status


async def test_the_process_says_that_it_lives_and_that_it_can_serve(api):
    assert (await api.get("/healthz")).json() == {"status": "ok"}
    assert (await api.get("/readyz")).json() == {"status": "ready"}


async def test_the_description_is_served_and_names_every_operation(api):
    served = (await api.get("/openapi.json")).json()
    assert served == json.loads(json.dumps(describe()))
    assert served["openapi"] == "3.1.0"
    described = {(path, method.upper()) for path, item in served["paths"].items() for method in item}
    declared = {
        (re.sub(r"<(\w+):\w+>", r"{\1}", operation.path), operation.method)
        for router in ROUTERS
        for operation in router.operations
    }
    assert described == declared


async def test_the_description_is_browsable_without_any_other_host(api):
    page = await api.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "//" not in page.text.replace("<!doctype html>", "")
    for asset in re.findall(r'(?:src|href)="([^"]+)"', page.text):
        assert (await api.get(f"/{asset}")).status_code == 200


async def test_a_hold_token_that_was_never_given_is_refused_as_described(api):
    answer = await api.get("/holds/1-a", headers={"X-Hold-Token": "t" * 300})
    assert answer.status_code == 400
    for method in ("get", "delete"):
        assert "400" in describe()["paths"]["/holds/{hold_id}"][method]["responses"]
