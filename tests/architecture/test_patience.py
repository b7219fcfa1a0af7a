"""What must come is waited for as long as ``tests.patience`` says: a machine may have much else to do."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.patience import PATIENCE

TESTS = Path(__file__).parents[1]
WAITS = {"timeout", "wait", "wait_for", "communicate", "join", "AsyncClient", "Client", "HTTPXClient"}
EXPECTATIONS = ("to_be_", "to_have_", "to_contain_", "not_to_")
MILLISECONDS = 1_000
NOBODY_WAITS = {
    "faults/shoppers.py": "a customer whose server was killed asks again",
    "stripe/messages.py": "a card network whose message was not taken sends it again",
}


def patience_of(call: ast.Call) -> Iterator[ast.expr]:
    """What a call may wait at most, where it is one that waits."""
    if ast.unparse(call.func) == "pytest.mark.timeout":
        return
    name = str(getattr(call.func, "attr", None) or getattr(call.func, "id", ""))
    if name in WAITS or name.startswith(EXPECTATIONS):
        yield from (keyword.value for keyword in call.keywords if keyword.arg == "timeout")
    if name in {"timeout", "wait", "join"}:
        yield from call.args[:1]
    elif name == "wait_for":
        yield from call.args[1:2]


def limits(tree: ast.AST) -> Iterator[tuple[int, float]]:
    """Lines on which a number of seconds is the most that is waited for, with the number."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            unit = MILLISECONDS if getattr(node.func, "attr", "").startswith(EXPECTATIONS) else 1
            for limit in patience_of(node):
                if isinstance(limit, ast.Constant) and isinstance(limit.value, int | float):
                    yield node.lineno, limit.value / unit
        elif isinstance(node, ast.arguments):
            named = [*node.posonlyargs, *node.args]
            positional = zip(named[len(named) - len(node.defaults) :], node.defaults, strict=True)
            for arg, value in [*positional, *zip(node.kwonlyargs, node.kw_defaults, strict=True)]:
                if arg.arg == "seconds" and isinstance(value, ast.Constant):
                    yield arg.lineno, float(str(value.value))


def impatience(source: str) -> list[int]:
    """The lines of a test file on which it gives up sooner than all others do."""
    return sorted(line for line, seconds in limits(ast.parse(source)) if seconds < PATIENCE)


def test_no_test_gives_up_sooner_than_the_others():
    found = {
        name: lines
        for path in sorted(TESTS.rglob("*.py"))
        if (name := str(path.relative_to(TESTS))) not in NOBODY_WAITS
        and (lines := impatience(path.read_text()))
    }
    assert found == {}


@pytest.mark.parametrize(
    "said",
    [
        "async with asyncio.timeout(15): ...",
        "process.wait(timeout=20)",
        "process.wait(10)",
        "await asyncio.wait_for(line.closed(), 5)",
        "httpx.AsyncClient(base_url=url, timeout=20)",
        "expect(page).to_be_visible(timeout=15_000)",
        "def eventually(holds, seconds: float = 15): ...",
        "def eventually(holds, *, seconds=15): ...",
    ],
)
def test_impatience_is_seen(said):
    assert impatience(said) == [1]


@pytest.mark.parametrize(
    "said",
    [
        "async with asyncio.timeout(PATIENCE): ...",
        "process.wait(timeout=60)",
        "open_store(url, timeout=0.2)",
        "await barrier.wait()",
        "expect(page).to_be_visible(timeout=60_000)",
        "', '.join(names)",
        "@pytest.mark.timeout(0)\ndef test_long(): ...",
    ],
)
def test_what_is_patient_or_is_itself_looked_at_is_not(said):
    assert impatience(said) == []
