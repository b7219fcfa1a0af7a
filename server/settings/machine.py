"""What a program needs to know of the machine it runs on, and nothing of the house."""

import os

_NAMES = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


def of_the_machine() -> dict[str, str]:
    """Return what is handed on to a program that must not know our addresses, passwords and keys."""
    return {name: os.environ[name] for name in _NAMES if name in os.environ}
