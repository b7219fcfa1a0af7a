"""Reading tables from CSV and JSON files."""

from pathlib import Path

import pandas as pd


class Unreadable(ValueError):
    """Raised when a file is no table, with what is wrong in words."""


def read(path: Path) -> pd.DataFrame:
    """Read a table; every value is text until it is validated. Raises ``Unreadable``.

    JSON is a list of objects, or ``{"items": [...]}``; anything else is taken for CSV in UTF-8.
    """
    try:
        if path.suffix == ".json":
            return _json(path)
        return pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""], encoding="utf-8")
    except (ValueError, UnicodeDecodeError, pd.errors.ParserError) as error:
        raise Unreadable(f"{path.name} is not a table: {error}") from error


def _json(path: Path) -> pd.DataFrame:
    import json

    content = json.loads(path.read_text(encoding="utf-8"))
    items = content.get("items") if isinstance(content, dict) else content
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Unreadable(f"{path.name} holds no list of objects")
    return pd.DataFrame(items)
