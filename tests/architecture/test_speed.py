"""How fast something was is measured and reported; a test that asserts it fails on a busy machine."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
CLOCKS = {"time", "monotonic", "perf_counter"}
MEASURES = ("benchmarks", "ml.measuring")
SMALLER, LARGER = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)


def imports_measures(tree: ast.AST) -> bool:
    """Whether a file has to do with measurements, by what it imports."""
    names = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
    ]
    return any(name == one or name.startswith(f"{one}.") for name in names for one in MEASURES)


def is_span(node: ast.AST, spans: set[str]) -> bool:
    """Whether something is how long something took: what a clock says less what it said, by any name."""
    if isinstance(node, ast.Name):
        return node.id in spans
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) and any(
        isinstance(call, ast.Call)
        and (getattr(call.func, "attr", None) or getattr(call.func, "id", None)) in CLOCKS
        for call in ast.walk(node)
    )  # fmt: skip


def most(compared: ast.Compare) -> Iterator[ast.AST]:
    """What a comparison says is no more than something."""
    sides = [compared.left, *compared.comparators]
    for left, how, right in zip(sides, compared.ops, sides[1:], strict=False):
        if isinstance(how, SMALLER):
            yield left
        elif isinstance(how, LARGER):
            yield right


def assertions_of_speed(source: str) -> list[int]:
    """The lines of a test file on which it asserts that something was fast."""
    tree = ast.parse(source)
    figures = imports_measures(tree)
    spans = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_span(node.value, set())
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return [
        asserted.lineno
        for asserted in ast.walk(tree)
        if isinstance(asserted, ast.Assert)
        for compared in ast.walk(asserted.test)
        if isinstance(compared, ast.Compare)
        for side in most(compared)
        if is_span(side, spans)
        or (figures and isinstance(side, ast.Attribute) and side.attr == "value")
    ]  # fmt: skip


def test_no_test_asserts_how_fast_something_was():
    found = {
        str(path.relative_to(TESTS)): lines
        for path in sorted(TESTS.rglob("*.py"))
        if (lines := assertions_of_speed(path.read_text()))
    }
    assert found == {}


@pytest.mark.parametrize(
    "said",
    [
        "assert perf_counter() - began < 1",
        "assert 1 > time.monotonic() - began",
        "assert asyncio.get_running_loop().time() - began <= 1, 'soon'",
        "took = perf_counter() - began\nassert 0 < took < 30",
        "from benchmarks.checkout import purchase\nassert 0 < figure.value < 2",
        "from ml.measuring import measure\nassert all(one.value <= 1 for one in measure())",
    ],
)
def test_an_assertion_of_speed_is_seen(said):
    assert assertions_of_speed(said) == [said.count("\n") + 1]


@pytest.mark.parametrize(
    "said",
    [
        "assert time.monotonic() < deadline",
        "from benchmarks.checkout import purchase\nassert figure.value > 0",
        "assert answer.value < 2",
    ],
)
def test_patience_and_other_numbers_are_no_assertions_of_speed(said):
    assert assertions_of_speed(said) == []
