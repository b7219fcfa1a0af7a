"""What is wrong with the fields of a request, in sentences.

A validator's own words and regular expressions are for programmers: nobody who filled a form in is shown
them. The code says what kind of fault it is and ``limit`` how far a value may go, so that a client can say
the same in the language of its reader.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core.core_schema import ErrorType

from server.core.errors import DomainError, Invalid, Malformed
from server.core.wire import FieldError

_LIMITS = ("min_length", "max_length", "ge", "gt", "le", "lt", "multiple_of")

_DATE = "This has to be a date, such as 2026-03-27"
_MOMENT = "This has to be a time with its offset, such as 2026-03-27T18:30:00+05:30"
_SENTENCES = {
    "missing": "This is needed",
    "string_too_short": "This is too short: at least {limit} {characters}",
    "string_too_long": "This is too long: at most {limit} {characters}",
    "string_pattern_mismatch": "This is not written as it has to be",
    "string_type": "This has to be text",
    "string_unicode": "This has to be text",
    "string_sub_type": "This has to be text",
    "int_type": "This has to be a whole number",
    "int_parsing": "This has to be a whole number",
    "int_parsing_size": "This number is too large",
    "int_from_float": "This has to be a whole number",
    "float_type": "This has to be a number",
    "float_parsing": "This has to be a number",
    "finite_number": "This has to be a number",
    "decimal_type": "This has to be a number",
    "decimal_parsing": "This has to be a number",
    "bool_type": "This has to be true or false",
    "bool_parsing": "This has to be true or false",
    "greater_than_equal": "This has to be {limit} or more",
    "greater_than": "This has to be more than {limit}",
    "less_than_equal": "This has to be {limit} or less",
    "less_than": "This has to be less than {limit}",
    "too_short": "There have to be at least {limit}",
    "too_long": "There may be at most {limit}",
    "list_type": "This has to be a list",
    "dict_type": "This has to be an object",
    "model_type": "This has to be an object",
    "model_attributes_type": "This has to be an object",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": "This time needs its offset, such as +05:30 or Z",
    "uuid_type": "This has to be an id",
    "uuid_parsing": "This has to be an id",
    "enum": "This has to be one of: {expected}",
    "literal_error": "This has to be one of: {expected}",
    "extra_forbidden": "There is no such field",
}
_UNKNOWN = "This is not valid"
_OUR_OWN = {"value_error", "assertion_error"}
_PYDANTICS = frozenset(get_args(ErrorType))
"""Kinds of fault that pydantic names; what the house's own types find is a sentence already."""
_OF_LENGTH = {"too_short", "too_long"}
_CLOSE = 0.6
_MEMBER = re.compile(r"<\w+\.\w+: ('[^']*')>")
"""How pydantic writes a member of an enumeration: what it is on the wire says its value."""


def of_validation(
    error: ValidationError, *, within: str = "", model: type[BaseModel] | None = None
) -> DomainError:
    """Turn pydantic's findings into one refusal that names every field.

    ``within`` stands before each field's path. With the ``model`` a field that does not exist is told with
    the one that was probably meant.
    """
    findings = error.errors(include_url=False, include_input=False)
    if findings[0]["type"] == "json_invalid":
        unread = "The body is not valid JSON"
        return Malformed(unread, errors=[{"field": "body", "code": "json_invalid", "message": unread}])
    return Invalid(errors=[field_error(finding, within, model) for finding in findings])


def field_error(finding: Any, within: str = "", model: type[BaseModel] | None = None) -> dict[str, Any]:
    """Return what one of pydantic's findings says to people and to programs."""
    context = finding.get("ctx", {})
    if finding["type"] in _OF_LENGTH and context.get("field_type") == "Value":  # a secret, which is a text
        finding = {**finding, "type": f"string_{finding['type']}"}
    limit = next((context[name] for name in _LIMITS if name in context), None)
    path = [*([within] if within else []), *map(str, finding["loc"])]
    return FieldError(
        field=".".join(path) or "body",
        code=finding["type"],
        message=_sentence(finding, limit, model),
        limit=limit if isinstance(limit, int | float) else None,
    ).model_dump(exclude_none=True)


def _sentence(finding: Any, limit: Any, model: type[BaseModel] | None) -> str:
    kind = finding["type"]
    if kind == "extra_forbidden" and (meant := _meant(finding["loc"], model)):
        return f"There is no such field: was {meant} meant?"
    if kind in _OUR_OWN:
        return str(finding["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
    if kind not in _SENTENCES:
        return _UNKNOWN if kind in _PYDANTICS else str(finding["msg"])
    return _SENTENCES[kind].format(
        limit=limit,
        characters="character" if limit == 1 else "characters",
        expected=_MEMBER.sub(r"\1", finding.get("ctx", {}).get("expected", "")),
    )


def nearest(name: str, names: Sequence[str]) -> str | None:
    """Return the name that was probably meant, if any is near."""
    return next(iter(get_close_matches(name, names, n=1, cutoff=_CLOSE)), None)


def _meant(place: tuple[int | str, ...], model: type[BaseModel] | None) -> str | None:
    """Return the field that was probably meant by one that does not exist."""
    *outer, name = place
    for step in outer:
        if model is not None and isinstance(step, str) and step in model.model_fields:
            model = next(_models(model.model_fields[step].annotation), None)
    return None if model is None else nearest(str(name), [*model.model_fields])


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in {list, Union, UnionType} or get_args(annotation):
        for argument in get_args(annotation):
            yield from _models(argument)
