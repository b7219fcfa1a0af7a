"""What is wrong with a request, field by field, gathered and said at once."""

from server.core.errors import Invalid


def fault(field: str, code: str, message: str) -> dict[str, str]:
    """Return one field's error, as ``Invalid`` and other refusals carry it."""
    return {"field": field, "code": code, "message": message}


class Faults:
    """Gathers what is wrong, so that a form can show all of it."""

    def __init__(self) -> None:
        self._found: list[dict[str, str]] = []

    def add(self, field: str, code: str, message: str) -> None:
        """Note what is wrong with a field."""
        self._found.append(fault(field, code, message))

    def refuse(self) -> None:
        """Raise ``Invalid`` with everything that was noted, if anything was."""
        if self._found:
            raise self.refusal()

    def refusal(self) -> Invalid:
        """Return the refusal of everything that was noted."""
        return Invalid(errors=self._found)
