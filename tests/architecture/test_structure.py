"""Rules of the structure that no linter knows."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import server.app  # every domain is imported through it
from server.core.errors import DomainError
from server.core.http.problems import STATUS
from server.core.jobs import QUEUES, Job

ROOT = Path(__file__).parents[2]
MAY_IMPORT_SANIC = ("server/app.py", "server/operators.py", "server/docs_page.py", "server/core/http/")


def subclasses(base: type[DomainError]) -> Iterator[type[DomainError]]:
    for one in base.__subclasses__():
        yield one
        yield from subclasses(one)


def test_every_refusal_has_a_status_and_every_status_a_refusal():
    codes = {refusal.code for refusal in subclasses(DomainError)}
    of_the_framework = {"method_not_allowed", "internal"}
    assert codes | of_the_framework == set(STATUS)


def test_no_code_means_two_things():
    codes = [refusal.code for refusal in subclasses(DomainError)]
    assert len(codes) == len(set(codes))


def test_jobs_known_by_name_are_the_actors_there_are():
    listing = (
        "import json, workers.actors; from workers.broker import broker; "
        "print(json.dumps({name: actor.queue_name for name, actor in broker.actors.items()}))"
    )
    said = subprocess.run(
        [sys.executable, "-c", listing], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert json.loads(said.stdout) == {job.value: QUEUES[job] for job in Job}


def test_the_server_process_loads_nothing_that_trains():
    listing = "import sys, server.app; print(*sorted(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", listing], cwd=ROOT, capture_output=True, check=True, text=True
    )
    loaded = {name.partition(".")[0] for name in said.stdout.split()}
    assert not loaded & {"torch", "sklearn", "pytorch_tabnet", "workers"}
    assert "sanic" in loaded


def test_the_web_framework_stays_at_the_edge():
    strangers = []
    for path in sorted((ROOT / "server").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if path.name in {"routes.py", "sockets.py"} or path.parent.name == "routes":
            continue
        if place.startswith(MAY_IMPORT_SANIC):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            strangers += [place for name in names if name.partition(".")[0] == "sanic"]
    assert strangers == []


def test_every_operation_names_its_description():
    for router in server.app.ROUTERS:
        for operation in router.operations:
            assert operation.handler.__doc__, operation.name


def test_clients_are_generated_from_what_the_server_says():
    exported = json.loads((ROOT / "client_sdk" / "openapi.json").read_text())
    assert exported == json.loads(json.dumps(server.app.describe())), (
        "run `make generate`: the API and the clients' types have drifted apart"
    )


def test_only_programs_of_their_own_initialise_the_database_library():
    """It keeps one state for a process: who did it by the way took the database from every test after it."""
    programs = {
        ROOT / "tests" / "faults" / "furnish.py",
        ROOT / "benchmarks" / "http" / "furnish.py",
        ROOT / "benchmarks" / "checkout" / "sold_out.py",
    }
    this = {Path(__file__)}
    initialise = {
        path
        for folder in ("tests", "benchmarks")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"server\.core\.migrate import|Tortoise\.init|\bdb\.connect\(", path.read_text("utf-8"))
    }
    assert initialise - this == programs | {ROOT / "tests" / "conftest.py"}


def test_nobody_sets_anything_in_postgresql_for_longer_than_a_transaction():
    """A connection goes back to the pool as it is: what one request set, another would find."""
    lasting = re.compile(r"(?<!_)\bSET (?!LOCAL)[a-z_]+ ?(=|TO)|pg_(try_)?advisory_lock\(|\bLISTEN ")
    own_connection = {"server/core/migrate.py"}  # which closes it
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("server", "workers")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if node.value.lstrip().startswith(("SET ", "SELECT pg_")) and lasting.search(node.value)
    }
    assert found == own_connection


def test_the_environment_is_read_in_one_place_and_never_by_an_import():
    """What a program is told must not depend on who asks, nor on when its modules were loaded.

    The embedded house starts the programs and hands on what it was given.
    """
    may_read = ("server/settings/", "server/house/")
    readers, at_import = set(), set()
    for folder in ("server", "workers", "seat_engine", "ml"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            later = {
                inner
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
                for part in (node.body if isinstance(node.body, list) else [node.body])
                for inner in ast.walk(part)
            }
            place = path.relative_to(ROOT).as_posix()
            for node in ast.walk(tree):
                named = isinstance(node, ast.Attribute | ast.Name | ast.alias)
                name = getattr(node, "attr", getattr(node, "id", getattr(node, "name", ""))) if named else ""
                if name not in {"environ", "environb", "getenv", "getenvb", "putenv"}:
                    continue
                if not place.startswith(may_read):
                    readers.add(place)
                if node not in later:
                    at_import.add(place)
    assert (readers, at_import) == (set(), set())


def test_only_the_settings_say_where_servers_are():
    """No program makes up an address that it was not told."""
    made_up = re.compile(r"""["'](redis|rediss|postgres|postgresql)://[^"'\s]*\d""")
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("server", "workers")
        for path in (ROOT / folder).rglob("*.py")
        if made_up.search(path.read_text("utf-8"))
    }
    assert found == set()
