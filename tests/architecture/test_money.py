"""Money is turned from minor units into others in one place: by hand it is wrong for yen and dinars."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.core import money
from server.core.money import Money, digits_of, minor_units

ROOT = Path(__file__).parents[2]
THE_PLACES = {"server/core/money.py", "client_sdk/src/money.ts"}
_GENERATED = {"client_sdk/src/api/schema.d.ts"}
_FOLDERS = {
    "*.py": ("server", "workers", "seat_engine"),
    "*.ts*": ("client_sdk/src", "web_client/src", "admin_ui/src"),
}

_CONVERSION = re.compile(
    r"[/*] ?1_?0{2,3}\b(?!\.\d*[1-9])|\b100(\.0)? ?\*|\b1e[234]\b|toFixed\([^1)]|10 ?\*\*|\bpow\(10|"
    r"\blog10\(|\bscaleb\(|get_currency_precision|format_currency|resolvedOptions\("
)
_OF_SOMETHING_ELSE = re.compile(
    r"percent|share|rate\b|second|milli|_ms\b|moment|Day\b|now\b|ratio|asked ===", re.IGNORECASE
)
_OF_MONEY = re.compile(
    r"(amount|price|money|fee|total|revenue|cost|discount|paid)\w*[)\]]* ?(\*\*|[/*]) ?1|"
    r"100(\.0)? ?\* ?\(?\w*\.?(amount|price|money|fee|total|revenue|cost|discount|paid)\b",
    re.IGNORECASE,
)
ALLOWED = {
    # A percentage of how two prices differ: any unit would do.
    "server/forecasting/listing.py": "round(100 * (best.amount / current.amount - 1), 1)",
    # A share of what the models expect, in percent.
    "server/programme/schemas.py": "percent = round(100 * expected)",
    # Six digits of a code.
    "server/accounts/phones.py": "10**_DIGITS",
    # Points are earned on each hundred of the main unit, which is asked of the one place.
    "server/loyalty/service.py": "100 * minor_units(",
    # A provider that counts a few currencies otherwise.
    "server/payments/gateways/stripe.py": "major.scaleb(digits)",
    # A share, as a percentage is typed.
    "admin_ui/src/components/form/percent.ts": "Number(text) / 100",
    # Basis points, where the kind is percent.
    "admin_ui/src/features/promotions/promotion-form.ts": "Math.round(Number(fields.value) * 100)",
}


def conversions(text: str) -> Iterator[str]:
    """Yield the lines that seem to turn money from one unit into another."""
    for line in text.splitlines():
        code = line.split("#")[0] if "#" in line else line
        if code.lstrip().startswith(("*", "//", "/*")) or not _CONVERSION.search(code):
            continue
        if _OF_MONEY.search(code) or not _OF_SOMETHING_ELSE.search(code):
            yield line.strip()


def test_nobody_turns_minor_units_by_hand():
    found = {}
    for pattern, folders in _FOLDERS.items():
        for folder in folders:
            for path in sorted((ROOT / folder).rglob(pattern)):
                place = path.relative_to(ROOT).as_posix()
                if place in THE_PLACES | _GENERATED:
                    continue
                lines = [
                    line
                    for line in conversions(path.read_text("utf-8"))
                    if place not in ALLOWED or ALLOWED[place] not in line
                ]
                if lines:
                    found[place] = lines
    assert found == {}, "use client_sdk/src/money.ts or server/core/money.py"


@pytest.mark.parametrize(
    "line",
    [
        "      price: show.price_from.amount / 100,",
        "return (total / 100).toFixed(2);",
        "const shown = amount/1e2;",
        "whole = booking.total / 100",
        "paid = round(price * 10 ** get_currency_precision(currency))",
        "minor = int(100 * price)",
        "const minor = Math.round(Number(text) * 100);",
        "const digits = format.resolvedOptions().maximumFractionDigits;",
    ],
)
def test_the_rule_sees_what_it_looks_for(line):
    assert list(conversions(line)) == [line.strip()]


@pytest.mark.parametrize("line", ["percent = 100 * part / whole", "waits = retry_seconds * 1000"])
def test_the_rule_lets_other_units_be(line):
    assert list(conversions(line)) == []


def test_server_and_clients_have_the_same_table_of_decimals():
    table = (ROOT / "client_sdk" / "src" / "money.ts").read_text("utf-8")
    told = {
        currency: int(digits)
        for digits, currencies in re.findall(r"\.\.\.same\((\d), \[([^\]]+)\]\)", table)
        for currency in re.findall(r'"([A-Z]{3})"', currencies)
    }
    assert len(told) > 20
    assert {currency: digits_of(currency) for currency in told} == told
    assert minor_units("HUF") == minor_units("INR") == 100  # whatever decimals people write
    assert set(money._DIGITS) == set(told)


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "said"),
    [
        (123450, "INR", "en_IN", "₹1,234.50"),
        (1800, "JPY", "en", "¥1,800"),
        (1250, "KWD", "en", "KWD1.250"),
        (350000, "HUF", "en", "HUF3,500.00"),
    ],
)
def test_an_amount_is_written_with_the_decimals_of_its_currency(amount, currency, locale, said):
    assert Money(amount, currency).written(locale).replace("\xa0", "") == said
    assert Money.of_major(Money(amount, currency).major, currency).amount == amount
