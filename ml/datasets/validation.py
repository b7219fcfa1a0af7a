"""What is wrong with a table, row by row and column by column, before anything is trained on it.

Every finding says what was done about it. Rows are dropped and values are emptied only as a finding says,
and the report counts both: nothing is left out in silence.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd

from ml.datasets.canonical import BOOKING_COLUMNS, NEEDED, NUMBERS, SHOW_COLUMNS, TEXTS

Deed = Literal["refused", "dropped", "emptied", "left"]
"""The whole table is refused; the rows are dropped; the values are taken as missing; it is only said."""

_SHOWN_ROWS = 20
_LEAST_ROWS = 30
"""Fewer shows than this teach nothing."""
_LEAK_CORRELATION = 0.999
_LEAK_DISTINCT = 30
_NOT_NEGATIVE = ("screen_capacity", "base_price", "precip_mm", "total_sales")
_FLAGS = ("is_holiday", "promotional_flag")
_LEAK_CANDIDATES = ("screen_capacity", "base_price", "temp_max", "precip_mm")
"""Numbers that are features; takings are an outcome and are never one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of fault in one column."""

    code: str
    column: str
    message: str
    deed: Deed
    count: int
    rows: tuple[int, ...]
    """The first rows of the table that have it; the first row after the header is 1."""


@dataclass(slots=True)
class Report:
    """What was found in a table."""

    table: str
    rows: int
    findings: list[Finding] = field(default_factory=list)
    kept: int = 0

    @property
    def usable(self) -> bool:
        """Whether the table may be trained on."""
        return not any(finding.deed == "refused" for finding in self.findings)

    def add(self, code: str, column: str, message: str, deed: Deed, rows: Iterable[int] = ()) -> None:
        """Note a finding; ``rows`` are positions in the table."""
        places = [int(row) + 1 for row in rows]
        self.findings.append(Finding(code, column, message, deed, len(places), tuple(places[:_SHOWN_ROWS])))

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {**asdict(self), "usable": self.usable}


_YEARS = (1900, 2199)
"""In which cinemas show films."""


def validate_shows(raw: pd.DataFrame) -> tuple[pd.DataFrame, Report]:
    """Return the canonical table of shows, cleaned as the report says, and the report."""
    report = Report("shows", len(raw))
    if not _columns(raw, SHOW_COLUMNS, NEEDED, report):
        return raw.iloc[:0], report
    table = raw.reindex(columns=list(SHOW_COLUMNS)).reset_index(drop=True)
    keep = np.ones(len(table), dtype=bool)
    for name in TEXTS:
        text = table[name].astype("string").str.strip()
        table[name] = text.where(text.str.len() > 0)
    _drop(report, keep, table["show_id"].isna(), "missing", "show_id", "a show has an id")
    table["starts_at"] = _dates(table["starts_at"], "starts_at", keep, report)
    for name in NUMBERS:
        table[name] = _number(table[name], name, report)
    _drop(report, keep, table["tickets_sold"].isna(), "missing", "tickets_sold", "it is what is learned")
    negative = table["tickets_sold"] < 0
    _drop(report, keep, negative, "negative", "tickets_sold", "nobody sells fewer than no tickets")
    for name in _NOT_NEGATIVE:
        _empty(report, table, name, table[name] < 0, "negative", f"{name} is not below zero")
    for name in _FLAGS:
        odd = table[name].notna() & ~table[name].isin([0, 1])
        _empty(report, table, name, odd, "not_a_flag", f"{name} is 0 or 1")
    _empty(report, table, "base_price", table["base_price"] == 0, "no_price", "a price of nothing is none")
    _empty(report, table, "screen_capacity", table["screen_capacity"] == 0, "no_seats", "a screen has seats")
    over = table["tickets_sold"] > table["screen_capacity"]
    _empty(
        report, table, "screen_capacity", over, "sold_over_capacity",
        "more tickets than seats: the number of seats is not believed",
    )  # fmt: skip
    twice = table["show_id"].duplicated(keep="first") & table["show_id"].notna()
    _drop(report, keep, twice, "duplicate", "show_id", "the first row of a show counts")
    _leaks(table[keep], report)
    return _finished(table, keep, report)


def validate_bookings(raw: pd.DataFrame, shows: pd.DataFrame) -> tuple[pd.DataFrame, Report]:
    """Return the canonical table of bookings of these (validated) shows, and the report."""
    report = Report("bookings", len(raw))
    if not _columns(raw, BOOKING_COLUMNS, BOOKING_COLUMNS, report):
        return raw.iloc[:0], report
    table = raw.reindex(columns=list(BOOKING_COLUMNS)).reset_index(drop=True)
    keep = np.ones(len(table), dtype=bool)
    table["show_id"] = table["show_id"].astype("string").str.strip()
    table["booked_at"] = _dates(table["booked_at"], "booked_at", keep, report)
    table["tickets"] = _number(table["tickets"], "tickets", report)
    _drop(report, keep, table["tickets"].isna(), "missing", "tickets", "a booking has a number of tickets")
    _drop(report, keep, table["tickets"] <= 0, "negative", "tickets", "a booking has at least one ticket")
    starts_at = table["show_id"].map(shows.set_index("show_id")["starts_at"])
    _drop(report, keep, starts_at.isna(), "unknown_show", "show_id", "no such show is in the table of shows")
    late = table["booked_at"] > starts_at
    report_rows = np.flatnonzero(keep & late.to_numpy(bool, na_value=False))
    if len(report_rows):
        report.add("after_the_start", "booked_at", "booked after the show began", "left", report_rows)
    kept = table[keep]
    sums = kept.groupby("show_id")["tickets"].sum()
    sold = shows.set_index("show_id")["tickets_sold"]
    differ = int((sums.reindex(sold.index).fillna(0) != sold).sum())
    if differ:
        report.add(
            "sum_differs", "tickets",
            f"bookings of {differ} shows do not add up to what the show sold; its own number counts",
            "left",
        )  # fmt: skip
    return _finished(table, keep, report, least=0)


def _columns(raw: pd.DataFrame, known: tuple[str, ...], needed: tuple[str, ...], report: Report) -> bool:
    for name in raw.columns:
        if name not in known:
            report.add("unknown_column", str(name), "not a column of this table: it is not looked at", "left")
    missing = [name for name in needed if name not in raw.columns]
    for name in missing:
        report.add("missing_column", name, "the table needs this column", "refused")
    return not missing


def _dates(column: "pd.Series[Any]", name: str, keep: np.ndarray, report: Report) -> "pd.Series[Any]":
    parsed = pd.to_datetime(column, format="ISO8601", errors="coerce", utc=False)
    if getattr(parsed.dt, "tz", None) is not None:
        parsed = parsed.dt.tz_localize(None)
    # One day of another age would be the newest there is, or begin the history of a house.
    bad = parsed.isna() | ~parsed.dt.year.between(*_YEARS)
    _drop(report, keep, bad, "not_a_date", name, "a local time in ISO 8601, 1900 to 2199, is needed")
    return parsed.where(~bad)


def _number(column: "pd.Series[Any]", name: str, report: Report) -> "pd.Series[Any]":
    parsed = pd.to_numeric(column, errors="coerce").astype(float)
    parsed = parsed.where(np.isfinite(parsed))
    odd = np.flatnonzero((parsed.isna() & column.notna()).to_numpy())
    if len(odd):
        report.add("not_a_number", name, "not a finite number: taken as missing", "emptied", odd)
    return parsed


def _drop(
    report: Report, keep: np.ndarray, bad: "pd.Series[bool]", code: str, column: str, message: str
) -> None:
    rows = np.flatnonzero(keep & bad.to_numpy(bool, na_value=False))
    if len(rows):
        report.add(code, column, message, "dropped", rows)
        keep[rows] = False


def _empty(
    report: Report, table: pd.DataFrame, column: str, bad: "pd.Series[bool]", code: str, message: str
) -> None:
    rows = np.flatnonzero(bad.to_numpy(bool, na_value=False))
    if len(rows):
        report.add(code, column, message, "emptied", rows)
        table.loc[rows, column] = np.nan


def _leaks(table: pd.DataFrame, report: Report) -> None:
    """Note features from which the outcome could be read off: it would be known only by selling."""
    target = table["tickets_sold"]
    for name in _LEAK_CANDIDATES:
        both = table[[name, "tickets_sold"]].dropna()
        if min(len(both[column].unique()) for column in both) < _LEAK_DISTINCT:
            continue
        proportional = abs(float(both[name].corr(both["tickets_sold"]))) > _LEAK_CORRELATION
        repeated = both[both[name].duplicated(keep=False)]
        sold = repeated.groupby(name)["tickets_sold"]
        exact = len(repeated) > _LEAK_DISTINCT and bool((sold.min() == sold.max()).all())
        if proportional or exact:
            report.add(
                "leak", name, f"tickets_sold can be read off {name}: it was made from the outcome", "refused"
            )
    if len(target) and (target == target.iloc[0]).all():
        report.add(
            "constant", "tickets_sold", "every show sold the same: there is nothing to learn", "refused"
        )


def _finished(
    table: pd.DataFrame, keep: np.ndarray, report: Report, *, least: int = _LEAST_ROWS
) -> tuple[pd.DataFrame, Report]:
    kept = table[keep].reset_index(drop=True)
    report.kept = len(kept)
    if len(kept) < least:
        report.add("too_few", "", f"{len(kept)} usable rows; at least {least} are needed", "refused")
    return kept, report
