"""What a program needs to know of the machine it runs on, and nothing of the house."""

import os
from collections.abc import Iterable


def of_the_machine(names: Iterable[str]) -> dict[str, str]:
    """Return these variables of the environment, as far as they are set, to be handed on to a program."""
    return {name: os.environ[name] for name in names if name in os.environ}
