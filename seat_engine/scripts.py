"""Loads the Lua verbs. A verb's header is its declaration, and the loader makes it true.

    -- extend: moves a hold's deadline.
    -- KEYS    show
    -- ARGV    now, hold_id, holder, ttl
    -- RESULT  OK record | NOT_OPEN | HOLD_EXPIRED
    -- INCLUDE clock, record

From it come the locals that stand before the verb's own lines (`show` is KEYS[1], `ttl` is ARGV[4], `OK` is
its number in `Code`), so no Lua file counts positions or repeats a code. An argument written `seat...` takes
all that follow and gives `first_seat`, the position of the first. A code that a verb answers without
declaring it is an unknown name to Lua, and fails the first time it is reached.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from seat_engine.codes import Code
from seat_engine.model import SeatState

LUA = Path(__file__).parent / "lua"
"""The folder of the verbs; shared pieces lie in its `includes`."""

_HEADER = re.compile(r"^-- (KEYS|ARGV|RESULT|INCLUDE) +(.+)$", re.MULTILINE)


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
        if named.keys() != set(self.arguments):
            raise TypeError(f"{self.name} takes {self.arguments}, not {tuple(named)}")
        arguments = [named[name] for name in self.arguments]
        arguments.extend(tail)
        if self.tail is None and len(arguments) > len(self.arguments):
            raise TypeError(f"{self.name} takes no further arguments")
        return arguments


def load_script(name: str) -> Script:
    """Read one verb with its includes and return it ready to send."""
    body = (LUA / f"{name}.lua").read_text("utf-8")
    header = _header(body)
    keys = tuple(_words(header["KEYS"]))
    arguments = _words(header["ARGV"]) if header["ARGV"] != "-" else []
    tail = arguments.pop().removesuffix("...") if arguments and arguments[-1].endswith("...") else None
    results = tuple(Code[answer.split()[0]] for answer in header["RESULT"].split("|"))
    pieces = [
        _locals([code.name for code in results], [str(code.value) for code in results]),
        _locals([state.name for state in SeatState], [str(state.value) for state in SeatState]),
        _locals(keys, [f"KEYS[{n}]" for n in range(1, len(keys) + 1)]),
        _locals(arguments, [f"ARGV[{n}]" for n in range(1, len(arguments) + 1)]),
    ]
    if tail is not None:
        pieces.append(f"local first_{tail} = {len(arguments) + 1}")
    pieces.extend(_includes(header.get("INCLUDE", ""), seen=set()))
    source = "\n".join(piece for piece in [*pieces, body] if piece)
    sha = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()
    return Script(name, keys, tuple(arguments), tail, results, source, sha)


def _header(body: str) -> dict[str, str]:
    return {name: value.strip() for name, value in _HEADER.findall(body)}


def _words(listed: str) -> list[str]:
    return [word.strip() for word in listed.split(",") if word.strip()]


def _locals(names: Iterable[str], values: Iterable[str]) -> str:
    names = list(names)
    return f"local {', '.join(names)} = {', '.join(values)}" if names else ""


def _includes(listed: str, seen: set[str]) -> list[str]:
    """Return the pieces a header names, each once, after the pieces that it needs itself."""
    pieces: list[str] = []
    for name in _words(listed):
        if name not in seen:
            seen.add(name)
            body = (LUA / "includes" / f"{name}.lua").read_text("utf-8")
            pieces += [*_includes(_header(body).get("INCLUDE", ""), seen), body]
    return pieces


SCRIPTS: Mapping[str, Script] = {path.stem: load_script(path.stem) for path in sorted(LUA.glob("*.lua"))}
"""Every verb by name."""
