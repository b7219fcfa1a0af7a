"""The web clients are installed and built once per state of their sources, by the real npm."""

import json
import subprocess

import pytest

from server.house.console import Console
from server.house.failure import HouseError
from server.house.node import find_node
from server.house.web import WebClients


@pytest.fixture(scope="module")
def node():
    return find_node()


@pytest.fixture
def checkout(tmp_path, node):
    """Workspaces without dependencies, whose builds count how often they ran."""
    packages = {
        "": {"name": "root", "private": True, "workspaces": ["client_sdk", "web_client", "admin_ui"]},
        "client_sdk": {"name": "client-sdk", "version": "1.0.0"},
        "web_client": {
            "name": "web-client",
            "version": "1.0.0",
            "scripts": {"build": "node build.mjs", "start": "node server/start.mjs --quiet"},
        },
        "admin_ui": {"name": "admin-ui", "version": "1.0.0", "scripts": {"build": "node build.mjs"}},
    }
    for room, package in packages.items():
        (tmp_path / room).mkdir(exist_ok=True)
        (tmp_path / room / "package.json").write_text(json.dumps(package))
    for room, built in (("web_client", ".next"), ("admin_ui", "dist")):
        (tmp_path / room / "build.mjs").write_text(
            "import { appendFileSync, mkdirSync } from 'node:fs';\n"
            f"mkdirSync('{built}', {{ recursive: true }});\n"
            f"appendFileSync('{built}/builds', 'x');\n"
        )
    subprocess.run(
        [node.program, node.npm, "install", "--package-lock-only", "--offline"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env=dict(node.environment()),
    )
    return tmp_path


@pytest.fixture
def client(checkout, node):
    return WebClients(checkout, node, logs=checkout / "logs", console=Console())


def builds(checkout):
    """Return how often the shop and the staff's application were built."""
    written = (checkout / "web_client" / ".next", checkout / "admin_ui" / "dist")
    return tuple(len((built / "builds").read_text()) for built in written)


def test_a_second_build_of_the_same_sources_does_nothing(client, checkout):
    client.build()
    client.build()
    assert builds(checkout) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "built"),
    [
        ("web_client/page.tsx", (2, 1)),
        ("admin_ui/page.tsx", (1, 2)),
        ("client_sdk/src/money.ts", (2, 2)),
        ("tsconfig.base.json", (2, 2)),
    ],
)
def test_whoever_has_a_changed_source_is_built_again(client, checkout, changed, built):
    client.build()
    (checkout / changed).parent.mkdir(exist_ok=True)
    (checkout / changed).write_text("export {};\n")
    client.build()
    assert builds(checkout) == built


@pytest.mark.parametrize(
    "written",
    [
        "web_client/node_modules/x.js",
        "web_client/next-env.d.ts",
        "web_client/.next/page.js",
        "admin_ui/dist/index.html",
    ],
)
def test_what_a_build_writes_is_no_source(client, checkout, written):
    client.build()
    (checkout / written).parent.mkdir(exist_ok=True)
    (checkout / written).write_text("// written\n")
    client.build()
    assert builds(checkout) == (1, 1)


def test_packages_are_installed_again_when_they_are_gone_or_another_lock_came(client, checkout):
    # given
    client.install()
    mark = checkout / "node_modules" / "mark"
    mark.write_text("installed once")
    client.install()
    assert mark.exists()
    # when
    lock = checkout / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    client.install()
    # then npm has made node_modules anew
    assert not mark.exists()


def test_a_build_that_fails_says_why_and_is_tried_again(client, checkout):
    # given
    script = checkout / "web_client" / "build.mjs"
    working = script.read_text()
    script.write_text("console.error('no such page'); process.exit(1);\n")
    # when
    with pytest.raises(HouseError, match="building the web client failed") as failure:
        client.build()
    # then
    assert "no such page" in (checkout / "logs" / "web-build.log").read_text()
    assert "\n" not in str(failure.value)
    script.write_text(working)
    client.build()
    assert builds(checkout) == (1, 1)


def test_the_start_script_runs_without_npm_in_between(client, node):
    assert client.start_command() == [str(node.program), "server/start.mjs", "--quiet"]


def test_a_start_script_that_is_no_node_program_is_refused(client, checkout):
    (checkout / "web_client" / "package.json").write_text('{"scripts": {"start": "next start"}}')
    with pytest.raises(HouseError, match="must be `node …`, not `next start`"):
        client.start_command()
