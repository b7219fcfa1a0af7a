"""Loads the Lua verbs. A verb's header is its declaration, and the loader makes it true.

    -- extend: moves a hold's deadline.
    -- KEYS    show
    -- ARGV    now, hold_id, holder, ttl
    -- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
    -- INCLUDE clock, record

From it come the locals that stand before the verb's own lines (`show` is KEYS[1], `ttl` is ARGV[4], `OK` is
its number in `Code`, `HELD` the character of a held seat), so no Lua file counts positions or repeats a code.
An argument written `seat...` takes all that follow and gives `first_seat`, the position of the first. A code
that a verb answers without declaring it is an unknown name to Lua, and fails the first time it is reached. A
declaration goes on where the next line is indented.

A verb whose last key is `answer` runs once per request (`lua/includes/once.lua`). An include written
`rules()` becomes a function `make_rules` that makes the piece when it is called: making functions that nobody
needs this time is a good part of what a short script costs.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from seat_engine.codes import Code
from seat_engine.model import SeatState

ANSWER = "answer"
"""Name of the key that a verb declares whose repeated request gets the first answer."""

CHANNEL = "channel"
"""Name of the one that stands among the keys and is told to the script as its first argument. As a key it
would be a missing one, and a cluster that moves a show refuses verbs with one key here and one nowhere."""

LUA = Path(__file__).parent / "lua"
"""The folder of the verbs; shared pieces lie in its `includes`."""

_HEADER = re.compile(r"^-- (KEYS|ARGV|RESULT|INCLUDE) +(.+(?:\n--  {8}.+)*)$", re.MULTILINE)
_HERE = re.compile(r"^ *-- HERE +(\w+)$", re.MULTILINE)
_CONTINUED = re.compile(r"\n--  +")


@dataclass(frozen=True, slots=True)
class Script:
    """One verb, ready to send."""

    name: str
    keys: tuple[str, ...]
    arguments: tuple[str, ...]
    """Names of the fixed arguments, in order."""
    tail: str | None
    """Name of the arguments that repeat at the end, if any."""
    results: tuple[Code, ...]
    source: str
    sha: str

    def argv(self, named: Mapping[str, object], tail: Iterable[object] = ()) -> list[object]:
        """Return the arguments in the header's order; a missing or foreign name is a TypeError."""
        try:
            arguments = list(map(named.__getitem__, self.arguments))
        except KeyError:
            raise self._misfit(named) from None
        if len(named) != len(arguments):
            raise self._misfit(named)
        arguments.extend(tail)
        if self.tail is None and len(arguments) > len(self.arguments):
            raise TypeError(f"{self.name} takes no further arguments")
        return arguments

    def _misfit(self, named: Mapping[str, object]) -> TypeError:
        return TypeError(f"{self.name} takes {self.arguments}, not {tuple(named)}")


def load_script(name: str) -> Script:
    """Read one verb with its includes and return it ready to send."""
    body = (LUA / f"{name}.lua").read_text("utf-8")
    header = _header(body)
    keys = tuple(_words(header["KEYS"]))
    arguments = _words(header["ARGV"]) if header["ARGV"] != "-" else []
    tail = arguments.pop().removesuffix("...") if arguments and arguments[-1].endswith("...") else None
    results = tuple(Code[answer.split()[0]] for answer in header["RESULT"].split("|"))
    pieces = [
        "local KEYS, ARGV = KEYS, ARGV",  # a global is looked up by name each time, a local is not
        _locals([code.name for code in results], [str(code.value) for code in results]),
        _locals([state.name for state in SeatState], [f'"{state.value}"' for state in SeatState]),
        _numbered("KEYS", [key for key in keys if key != CHANNEL]),
        _numbered("ARGV", told := [*(key for key in keys if key == CHANNEL), *arguments]),
    ]
    if tail is not None:
        pieces.append(f"local first_{tail} = {len(told) + 1}")
    seen: set[str] = set()
    pieces.extend(_includes(header.get("INCLUDE", ""), seen))
    body = _HERE.sub(lambda found: "\n".join(_includes(found[1], seen)), body)
    if ANSWER in keys:
        pieces += _includes("once", seen=set())
        body = f"local function verb()\n{body}\nend\nreturn once(verb)"
    source = "\n".join(piece for piece in [*pieces, body] if piece)
    return Script(name, keys, tuple(arguments), tail, results, source, _sha(source))


def sharded(script: Script) -> Script:
    """Return a verb that publishes with SPUBLISH: of use in a cluster only, and unknown to Redis before 7."""
    source = script.source.replace('redis.call("PUBLISH"', 'redis.call("SPUBLISH"')
    return replace(script, source=source, sha=_sha(source))


def _sha(source: str) -> str:
    """Return the name under which Redis knows a script."""
    return hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()


def _header(body: str) -> dict[str, str]:
    return {name: _CONTINUED.sub(" ", value).strip() for name, value in _HEADER.findall(body)}


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split(",") if word.strip()]


def _locals(names: Iterable[str], values: Iterable[str]) -> str:
    names = list(names)
    return f"local {', '.join(names)} = {', '.join(values)}" if names else ""


def _numbered(table: str, names: Sequence[str]) -> str:
    return _locals(names, [f"{table}[{n}]" for n in range(1, len(names) + 1)])


def _includes(listed: str, seen: set[str]) -> list[str]:
    """Return the pieces a header names, each once, after the pieces that it needs itself."""
    pieces: list[str] = []
    for name in _words(listed):
        on_demand = name.endswith("()")
        file = name.removesuffix("()")
        if file not in seen:
            seen.add(file)
            body = (LUA / "includes" / f"{file}.lua").read_text("utf-8")
            found = [*_includes(_header(body).get("INCLUDE", ""), seen), body]
            pieces += [f"local function make_{file}()", *found, "end"] if on_demand else found
    return pieces


SCRIPTS: Mapping[str, Script] = {path.stem: load_script(path.stem) for path in sorted(LUA.glob("*.lua"))}
"""Every verb by name."""

SHARDED_SCRIPTS: Mapping[str, Script] = {name: sharded(script) for name, script in SCRIPTS.items()}
"""The same for a cluster, where changes are published on the shard that has the show."""
