"""Lists in the environment: commas between the entries; a JSON list, once the only form, is read too."""

import json
from typing import Any


def entries(value: Any) -> Any:
    """Return the entries of a list that is given as text; anything else as it is.

    Raises ``ValueError`` for text that begins as a JSON list and is none of texts.
    """
    if not isinstance(value, str):
        return value
    if not value.lstrip().startswith("["):
        return [entry.strip() for entry in value.split(",") if entry.strip()]
    try:
        listed = json.loads(value)
    except ValueError:
        listed = None
    if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
        raise ValueError("a list is written with commas: one,two")
    return listed
