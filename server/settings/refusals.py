"""What is wrong with the environment, in one line that names each variable."""

from pydantic import ValidationError


class UnusableSettingError(Exception):
    """Raised when a program cannot start with what it is told; the text is one line for the operator."""


def line_of(error: ValidationError) -> str:
    """Return what each variable is refused for; no value is repeated, as it may be a secret."""
    return "; ".join(_sentence(one["loc"], one["type"], one["msg"]) for one in error.errors())


def _sentence(where: tuple[int | str, ...], kind: str, message: str) -> str:
    said = message.removeprefix("Value error, ")
    if not where:
        return said
    name = str(where[0]).upper()
    return f"{name} must be set" if kind == "missing" else f"{name}: {said}"
