"""Reading and validating tables, as every command that needs data does."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ml.datasets import files
from ml.datasets.validation import Report, validate_bookings, validate_shows


class Refused(Exception):
    """Raised when a command cannot go on; the message is for whoever called it."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Validated tables with what was found in them."""

    shows: pd.DataFrame
    bookings: pd.DataFrame | None
    reports: tuple[Report, ...]

    def ensure_usable(self) -> None:
        """Raise ``Refused`` unless everything may be trained on."""
        if not all(report.usable for report in self.reports):
            raise Refused("the data cannot be used; what is wrong is said above")


def read_tables(shows: Path, bookings: Path | None) -> Tables:
    """Read and validate; raises ``Refused`` if a table is not usable."""
    tables = examined(shows, bookings)
    tables.ensure_usable()
    return tables


def examined(shows: Path, bookings: Path | None) -> Tables:
    """Read, validate, and say what was found; raises ``Refused`` for what is no table at all."""
    table, report = validate_shows(_read(shows))
    reports = [report]
    booked = None
    if bookings is not None:
        booked, second = validate_bookings(_read(bookings), table)
        reports.append(second)
    for each in reports:
        tell(each)
    return Tables(table, booked, tuple(reports))


def tell(report: Report) -> None:
    """Say what was found, on standard error."""
    print(f"{report.table}: {report.rows} rows, {report.kept} kept", file=sys.stderr)
    for finding in report.findings:
        rows = f" (rows {', '.join(map(str, finding.rows[:5]))}{', …' if finding.count > 5 else ''})"  # noqa: PLR2004 # a few are enough to look
        print(
            f"  {finding.deed}: {finding.column or 'table'}: {finding.message}"
            + (f": {finding.count}{rows}" if finding.count else ""),
            file=sys.stderr,
        )


def write_json(path: Path | None, content: Any) -> None:
    """Write JSON to a file, or to standard output."""
    text = json.dumps(content, indent=1, default=str) + "\n"
    if path is None:
        sys.stdout.write(text)
    else:
        path.write_text(text, encoding="utf-8")


def _read(path: Path) -> pd.DataFrame:
    try:
        return files.read(path)
    except (OSError, files.Unreadable) as error:
        raise Refused(str(error)) from error
