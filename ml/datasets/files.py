"""Reading tables from CSV and JSON files, whoever wrote them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pandas as pd

MOST_COLUMNS = 200
"""Columns of a table; those that are known are fewer than twenty."""
_LONGEST_LINE = 2**20
_LONGEST_FIELD = 2**17
"""Characters."""


class Unreadable(ValueError):
    """Raised when a file is no table, with what is wrong in words."""


def read(path: Path) -> pd.DataFrame:
    """Read a table; every value is text until it is validated. Raises ``Unreadable``.

    JSON is a list of objects, or ``{"items": [...]}``; anything else is taken for CSV in UTF-8. No cell is
    ever evaluated, whatever a spreadsheet would make of it.
    """
    try:
        return _json(path) if path.suffix == ".json" else _csv(path)
    except RecursionError as error:
        raise Unreadable(f"{path.name} is not a table: it is nested too deeply") from error
    except csv.Error as error:
        what = (
            f"a value of more than {_LONGEST_FIELD} characters"
            if "field limit" in str(error)
            else _words(error)
        )
        raise Unreadable(f"{path.name} is not a table: {what}; is a quote never closed?") from error
    except ValueError as error:  # also what pandas and the decoder of UTF-8 raise
        if isinstance(error, Unreadable):
            raise
        raise Unreadable(f"{path.name} is not a table: {_words(error)}") from error


def _csv(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8-sig", newline="") as file:
        _ensure_bounded(path.name, file)
    return pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8-sig")


def _ensure_bounded(name: str, file: TextIO) -> None:
    """Raise for lines, fields or rows that no table has, before anything holds them as a whole."""
    csv.field_size_limit(_LONGEST_FIELD)
    rows = csv.reader(_lines(name, file))
    header = next(rows, None)
    if header is None:
        raise Unreadable(f"{name} is empty")
    if len(header) > MOST_COLUMNS:
        raise Unreadable(f"{name} has {len(header)} columns; a table may have {MOST_COLUMNS}")
    for row in rows:
        if len(row) > len(header):
            raise Unreadable(
                f"{name} is not a table: line {rows.line_num} has {len(row)} values, the first {len(header)}"
            )


def _lines(name: str, file: TextIO) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise Unreadable(f"{name}: line {number} is longer than any row of a table")
        if "\0" in line:
            raise Unreadable(f"{name}: line {number} has a NUL character")
        yield line


def _json(path: Path) -> pd.DataFrame:
    content = json.loads(path.read_text(encoding="utf-8-sig"))
    items = content.get("items") if isinstance(content, dict) else content
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable(f"{path.name} holds no list of objects")
    columns: dict[str, None] = {}
    for number, item in enumerate(items, start=1):
        columns |= dict.fromkeys(item)
        if len(columns) > MOST_COLUMNS:
            raise Unreadable(f"{path.name} has more than {MOST_COLUMNS} columns")
        if nested := next((key for key, value in item.items() if isinstance(value, dict | list)), None):
            raise Unreadable(f"{path.name}: {_cut(nested)!r} of item {number} is no single value")
        item |= {key: str(value) for key, value in item.items() if _is_huge(value)}
    return pd.DataFrame(items)


def _is_huge(value: object) -> bool:
    """Tell whether a number is an integer that no column of numbers takes."""
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def _words(error: Exception) -> str:
    return _cut(str(error) or type(error).__name__)


def _cut(text: str, most: int = 300) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
