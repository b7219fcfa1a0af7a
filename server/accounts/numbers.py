"""Phone numbers as people type them, and the one form in which they are kept."""

from collections.abc import Sequence

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from server.core.db import rows
from server.core.errors import Invalid

LONGEST = 16
"""Characters of E.164: a plus sign and at most fifteen digits."""

_COUNTRIES = """
    SELECT c.country FROM cities c JOIN theatres t ON t.city_id = c.id
    GROUP BY c.country ORDER BY count(*) DESC, c.country
"""


async def kept(typed: str, regions: Sequence[str]) -> str:
    """Return a number in E.164, however it was typed; raises ``Invalid``.

    Without its country's code it is a number of one of ``regions`` (ISO 3166, what the visitor's browser
    names) that has a theatre, or else of one of the countries that have theatres.
    """
    found = e164(typed, [])
    if found is None:
        houses = [str(row["country"]) for row in await rows(_COUNTRIES)]
        near = [region for region in regions if region in houses]
        found = e164(typed, list(dict.fromkeys([*near, *houses])))
    if found is None:
        message = "This is not a phone number: write it with its country, such as +91 98765 43210"
        raise Invalid(errors=[{"field": "phone", "code": "not_a_phone", "message": message}])
    return found


def e164(typed: str, countries: Sequence[str]) -> str | None:
    """Return a number in E.164; None for what is none.

    ``00`` and ``+`` begin an international number, of which only the length is checked: what numbers a
    country gives out changes. A national one has to be valid in one of the countries; the first counts.
    """
    text = typed.strip()
    if text.startswith(("00", "(00", "(+")):
        text = "+" + text.lstrip("(").removeprefix("00").removeprefix("+")
    if not countries:
        number = _parsed(text, None)
        return _written(number) if number is not None and phonenumbers.is_possible_number(number) else None
    for country in countries:
        number = _parsed(text, country)
        if number is not None and phonenumbers.is_valid_number(number):
            return _written(number)
    return None


def _written(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parsed(text: str, country: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, country)
    except NumberParseException:
        return None
