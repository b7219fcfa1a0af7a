"""The commands a person types, run as they are."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from server.house.ports import free_port

ROOT = Path(__file__).parents[2]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env={**os.environ, **environment}, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_doctor_names_what_a_start_would_use_and_what_stands_in_its_way(tmp_path):
    places = {"DATA_DIR": str(tmp_path / "data"), "WEB_PORT": str(free_port())}
    well = run("server.house", "doctor", **places, API_PORT=str(free_port()))
    assert well.returncode == 0, well.stdout + well.stderr
    for part in ("Node", "PostgreSQL", "Redis", "data", "API", "web"):
        assert part in well.stdout
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ill = run("server.house", "doctor", **places, API_PORT=port)
    assert ill.returncode != 0
    assert port in ill.stdout + ill.stderr


def test_the_demo_people_are_printed_with_their_roles():
    said = run("server", "demo-people")
    assert said.returncode == 0, said.stderr
    roles = {line.split()[0] for line in said.stdout.splitlines()}
    assert roles == {"customer", "staff", "manager", "admin"}
