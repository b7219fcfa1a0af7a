"""The request log: a line a request, in order with other lines, none lost at a clean stop."""

import json
import subprocess
import sys
from pathlib import Path

import httpx

from server.house.ports import free_port
from tests.conftest import wait_until_ready
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[3]
REQUESTS = 30


def test_every_request_of_a_process_that_stops_cleanly_has_its_line(servers, clean_database, tmp_path):
    port, log = free_port(), tmp_path / "api.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--port", str(port)],
            cwd=ROOT, env=servers.environment, stdout=output,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    wait_until_ready(f"{url}/readyz", process)
    for number in range(REQUESTS):
        answer = httpx.get(
            f"{url}/shows/{number + 1}", headers={"X-Request-ID": f"request-{number:04}"}, timeout=PATIENCE
        )
        assert answer.status_code == 404
    process.terminate()
    assert process.wait(timeout=PATIENCE) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    written = [line for line in lines if line["event"] == "request"]
    assert [line["request_id"] for line in written] == [f"request-{number:04}" for number in range(REQUESTS)]
    assert {(line["method"], line["status"], line["address"]) for line in written} == {
        ("GET", 404, "127.0.0.1")
    }
    assert [line["timestamp"] for line in written] == sorted(line["timestamp"] for line in written)


def test_a_request_that_reaches_no_handler_has_its_line_too(servers, database, tmp_path):
    port, log = free_port(), tmp_path / "api.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "server", "serve", "--port", str(port)],
            cwd=ROOT, env=servers.environment, stdout=output,
        )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    wait_until_ready(f"{url}/readyz", process)
    for path in ("/nowhere", "/docs/assets/swagger-ui.css"):
        assert httpx.get(f"{url}{path}", timeout=PATIENCE).headers["x-request-id"]
    process.terminate()
    assert process.wait(timeout=PATIENCE) == 0
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    seen = [(line["path"], line["status"]) for line in lines if line["event"] == "request"]
    assert seen == [("/nowhere", 404), ("/docs/assets/swagger-ui.css", 200)]
