"""Dates and times that a request names: written out, and far enough from the ends of the calendar."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticKnownError

_WRITTEN_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:")
_FIRST_YEAR, _LAST_YEAR = 1000, 8999


def _read(sent: Any) -> Any:
    """Read what is written as RFC 3339 has it; not seconds since 1970, which pydantic takes for one too."""
    if isinstance(sent, datetime):
        return sent
    try:
        if isinstance(sent, str) and _WRITTEN_TIME.match(sent):
            return datetime.fromisoformat(sent.upper())
    except ValueError as error:
        raise PydanticKnownError("datetime_parsing", {"error": str(error)}) from error
    raise PydanticKnownError("datetime_parsing", {"error": "it is not written as RFC 3339 has it"})


def _reckonable(moment: datetime) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticKnownError("datetime_parsing", {"error": "it is too near an end of the calendar"})
    return moment


def _reckonable_date(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise PydanticKnownError("date_parsing", {"error": "it is too near an end of the calendar"})
    return day


# Arithmetic at the ends of the calendar overflows, and to PostgreSQL its first and last day are infinite.
GivenMoment = Annotated[AwareDatetime, BeforeValidator(_read), AfterValidator(_reckonable)]
"""An instant that a request names: far enough from the ends of the calendar to be reckoned with."""

GivenTime = Annotated[datetime, BeforeValidator(_read), AfterValidator(_reckonable)]
"""A time that a request names, with its offset or without: then it is a theatre's own time."""

GivenDate = Annotated[date, AfterValidator(_reckonable_date)]
"""A date that a request names."""
