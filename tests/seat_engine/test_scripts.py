"""The Lua headers, the codes and the Python callers say the same thing."""

import ast
import inspect
import re

import pytest

from seat_engine import engine as engine_module
from seat_engine.codes import Code
from seat_engine.errors import OTHER_REFUSALS, REFUSALS, SEAT_REFUSALS
from seat_engine.scripts import ANSWER, LUA, SCRIPTS
from tests.seat_engine.terms import states, take

EVERY_SCRIPT = pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())


def lua_lines(source):
    """Lua without its comments and without the lines the loader writes."""
    generated = {"local " + names for names in ("OK", "FREE", "show", "channel")}
    return "\n".join(
        line
        for line in source.splitlines()
        if not line.startswith("--") and not any(line.startswith(start) for start in generated)
    )


def calls_in_engine():
    """Every `run("verb", show, name=..., tail=...)` in the engine: argument names and tail, by verb."""
    found: dict[str, list[tuple[set[str | None], bool]]] = {}
    for node in ast.walk(ast.parse(inspect.getsource(engine_module))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"run", "run_on_each"}:
            verb = node.args[0]
            assert isinstance(verb, ast.Constant)
            assert isinstance(verb.value, str)
            names = {keyword.arg for keyword in node.keywords}
            found.setdefault(verb.value, []).append((names - {"tail"}, "tail" in names))
    return found


@EVERY_SCRIPT
def test_a_script_answers_exactly_the_codes_it_declares(script):
    named = set(re.findall(r"\b[A-Z_]{2,}\b", lua_lines(script.source))) & set(Code.__members__)

    assert named == {code.name for code in script.results}


@EVERY_SCRIPT
def test_a_script_touches_only_the_keys_it_is_given_by_name(script):
    body = lua_lines(script.source)
    touched = re.findall(r'redis\.call\("(\w+)"(?:, (\w+))?', body)
    passed = re.findall(r"redis\.p?call", body)

    assert len(touched) == len(passed)
    assert {key for command, key in touched if command != "TIME"} <= set(script.keys)
    assert "KEYS[" not in (LUA / f"{script.name}.lua").read_text("utf-8")
    name = r"\b(?:show|channel|answer)\b"
    assert not re.search(rf"{name}\s*=(?!=)|{name}\s*\.\.|\.\.\s*{name}", body)


@EVERY_SCRIPT
def test_the_engine_calls_every_script_with_the_arguments_of_its_header(script):
    calls = calls_in_engine()[script.name]

    for names, tail in calls:
        assert names - {"request"} == set(script.arguments)
        assert ("request" in names) == (ANSWER in script.keys)
        assert tail == (script.tail is not None)


def test_every_verb_that_changes_something_is_safe_to_send_twice():
    """By the id of its request, or by the hold's, or because the second time finds nothing to do."""
    by_request = {name for name, script in SCRIPTS.items() if ANSWER in script.keys}
    changing = {
        name for name, script in SCRIPTS.items() if re.search(r'redis\.call\("H(SET|DEL)"', script.source)
    }
    by_nature = {"hold", "best", "open", "sweep", "snapshot", "get_hold", "inspect", "free_count"}

    assert changing - by_nature <= by_request
    assert by_request <= changing


def test_the_engine_calls_no_script_that_does_not_exist():
    assert set(calls_in_engine()) == set(SCRIPTS)


def test_every_code_is_answered_somewhere_and_every_refusal_has_a_type():
    assert {code for script in SCRIPTS.values() for code in script.results} == set(Code)
    refusals = [*REFUSALS, *SEAT_REFUSALS, *OTHER_REFUSALS]
    assert sorted(refusals) == sorted(set(Code) - {Code.OK})


def test_arguments_go_in_the_order_of_the_header():
    extend = SCRIPTS["extend"]

    assert extend.argv({"ttl": 4, "holder": 3, "now": 1, "hold_id": 2}) == [1, 2, 3, 4]
    with pytest.raises(TypeError, match="extend takes"):
        extend.argv({"ttl": 4})
    with pytest.raises(TypeError, match="no further"):
        extend.argv({"ttl": 4, "holder": 3, "now": 1, "hold_id": 2}, [5])


async def test_a_server_that_forgot_the_scripts_is_taught_again(engine, show, redis):
    await redis.script_flush()

    await take(engine, show, [1])

    assert await states(engine, show) == "0100000000"
