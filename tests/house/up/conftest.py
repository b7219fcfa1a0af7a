"""A whole house of small programs around the real databases, brought up as `make run` does.

The programs stand where the product's own run; what is tried is how a house is brought up, kept up and taken
down, and that is the same for both.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from server.house.node import find_node
from server.house.ports import LOOPBACK, free_port
from server.house.settings import ROOT
from tests.patience import PATIENCE

SERVER = """
import asyncio, os, pathlib, socket, sys
import asyncpg
from http.server import BaseHTTPRequestHandler, HTTPServer

async def once(query):
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()

class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        seats = asyncio.run(once("SELECT sum(number) FROM seats"))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(seats).encode())

class SharedPort(HTTPServer):
    def server_bind(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()

match sys.argv[1]:
    case "migrate":
        asyncio.run(once("CREATE TABLE IF NOT EXISTS seats (number int)"))
    case "seed-demo":
        if pathlib.Path("refuse").exists():
            sys.exit("the demo house refuses")
        asyncio.run(once("INSERT INTO seats SELECT 12 WHERE NOT EXISTS (SELECT FROM seats)"))
    case "demo-people":
        print("asha@example.com")
    case "serve":
        SharedPort(("127.0.0.1", int(os.environ["API_PORT"])), Api).serve_forever()
"""
WORKERS = """
import os, sys, time
from redis import Redis
if sys.argv[1] == "work":
    os.fork()  # a worker that has processes of its own
while True:
    number = Redis.from_url(os.environ["REDIS_URL"]).incr(sys.argv[1])
    # One write a line: two workers speak at once.
    os.write(1, f"{sys.argv[1]} {number}\\n".encode())
    time.sleep(1)
"""
WEB = """
import { createServer } from 'node:http';
createServer(async (_request, response) => {
  const answer = await fetch(process.env.API_URL);
  response.end(`seats: ${await answer.text()}`);
}).listen(Number(process.env.PORT), process.env.HOSTNAME);
"""


class SmallHouse:
    """A checkout whose server, workers and web clients are a few lines each."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.data = root / "data of the house"
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if name not in {"DATABASE_URL", "REDIS_URL", "HOST"}
            },
            "API_PORT": str(free_port()),
            "WEB_PORT": str(free_port()),
            "DATA_DIR": str(self.data),
        }
        self.running: subprocess.Popen[str] | None = None

    def build(self) -> None:
        shutil.copytree(ROOT / "server" / "house", self.root / "server" / "house")
        (self.root / "server" / "__init__.py").touch()
        (self.root / "workers").mkdir()
        (self.root / "server" / "__main__.py").write_text(SERVER)
        (self.root / "workers" / "__main__.py").write_text(WORKERS)
        scripts = {"build": "node --version", "start": "node start.mjs"}
        for room, package in {
            "": {"name": "root", "workspaces": ["client_sdk", "web_client", "admin_ui"]},
            "client_sdk": {"name": "client-sdk", "version": "1.0.0"},
            "web_client": {"name": "web-client", "version": "1.0.0", "scripts": scripts},
            "admin_ui": {"name": "admin-ui", "version": "1.0.0", "scripts": scripts},
        }.items():
            (self.root / room).mkdir(exist_ok=True)
            (self.root / room / "package.json").write_text(json.dumps(package))
        (self.root / "web_client" / ".next").mkdir()
        (self.root / "admin_ui" / "dist").mkdir()
        (self.root / "web_client" / "start.mjs").write_text(WEB)
        node = find_node()
        npm = [str(node.program), str(node.npm), "install", "--package-lock-only", "--offline"]
        subprocess.run(npm, cwd=self.root, env=dict(node.environment()), check=True, capture_output=True)

    def fail(self, **environment: str) -> subprocess.CompletedProcess[str]:
        """Start where a start must fail, with other choices if given, and return what came of it."""
        command = [sys.executable, "-m", "server.house", "up"]
        chosen = {**self.environment, **environment}
        return subprocess.run(
            command, cwd=self.root, env=chosen, capture_output=True, text=True, check=False, timeout=120
        )

    def up(self) -> list[str]:
        """Start, and return what was printed until the house is open."""
        command = [sys.executable, "-m", "server.house", "up"]
        self.running = subprocess.Popen(
            command,
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.running.stdout is not None
        said = []
        for line in self.running.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("Ctrl-C"):
                return said
        raise AssertionError("\n".join(said))

    def page(self) -> str:
        with urllib.request.urlopen(
            f"http://{LOOPBACK}:{self.environment['WEB_PORT']}/", timeout=10
        ) as answer:
            return str(answer.read().decode())

    def page_eventually(self, seconds: float = PATIENCE) -> str:
        deadline = time.monotonic() + seconds
        while True:
            try:
                return self.page()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def end(self, number: signal.Signals) -> str:
        """Send a signal to the command, and return what it printed from then on."""
        assert self.running is not None
        self.running.send_signal(number)
        said, _ = self.running.communicate(timeout=60)
        return said


@pytest.fixture
def house(tmp_path):
    """A checkout of the small house, its data directory empty; ended after the test whatever happened."""
    small = SmallHouse(tmp_path / "checkout")
    small.root.mkdir()
    small.build()
    yield small
    if small.running is not None and small.running.poll() is None:
        small.end(signal.SIGTERM)
    if small.running is not None and small.running.stdout is not None:
        small.running.stdout.close()
