"""A report says what is wrong, where, and what was done about it."""

import pandas as pd
import pytest

from ml.datasets.files import Unreadable, read
from ml.datasets.validation import validate_bookings, validate_shows
from tests.ml.conftest import frames


@pytest.fixture
def raw(tables):
    return tables[0].astype("string")


def finding(report, code, column):
    (found,) = [each for each in report.findings if (each.code, each.column) == (code, column)]
    return found


@pytest.mark.parametrize(
    ("column", "value", "code", "deed"),
    [
        ("show_id", None, "missing", "dropped"),
        ("starts_at", "next Friday", "not_a_date", "dropped"),
        ("starts_at", None, "not_a_date", "dropped"),
        ("starts_at", "9999-12-31T20:00:00", "not_a_date", "dropped"),
        ("starts_at", "0001-01-01T20:00:00", "not_a_date", "dropped"),
        ("tickets_sold", None, "missing", "dropped"),
        ("tickets_sold", "-3", "negative", "dropped"),
        ("tickets_sold", "many", "not_a_number", "emptied"),
        ("base_price", "-1", "negative", "emptied"),
        ("base_price", "0", "no_price", "emptied"),
        ("base_price", "inf", "not_a_number", "emptied"),
        ("is_holiday", "2", "not_a_flag", "emptied"),
        ("screen_capacity", "1", "sold_over_capacity", "emptied"),
        ("screen_capacity", "0", "no_seats", "emptied"),
    ],
)
def test_a_bad_value_is_found_in_its_row(raw, column, value, code, deed):
    raw.loc[17, column] = value
    if code == "sold_over_capacity":
        raw.loc[17, "tickets_sold"] = "30"
    table, report = validate_shows(raw)
    found = finding(report, code, column)
    assert (found.deed, found.count, found.rows) == (deed, 1, (18,))
    dropped = deed == "dropped" or value == "many"  # what sold nothing that is known cannot be learned from
    assert len(table) == report.kept == len(raw) - dropped
    assert report.usable


def test_a_show_counts_once(raw):
    twice = pd.concat([raw, raw.iloc[[5]]], ignore_index=True)
    table, report = validate_shows(twice)
    assert finding(report, "duplicate", "show_id").rows == (len(raw) + 1,)
    assert len(table) == len(raw)


def test_clean_data_has_no_findings(raw):
    table, report = validate_shows(raw)
    assert report.findings == []
    assert len(table) == report.kept == report.rows


@pytest.mark.parametrize("column", ["show_id", "starts_at", "tickets_sold"])
def test_a_table_without_a_needed_column_is_refused(raw, column):
    table, report = validate_shows(raw.drop(columns=column))
    assert finding(report, "missing_column", column).deed == "refused"
    assert not report.usable
    assert len(table) == 0


def test_columns_that_mean_nothing_here_are_told(raw):
    _, report = validate_shows(raw.assign(star_sign="Leo"))
    assert finding(report, "unknown_column", "star_sign").deed == "left"
    assert report.usable


@pytest.mark.parametrize(
    ("column", "leak"),
    [
        ("screen_capacity", lambda sold: (sold / 0.8).round(2)),
        ("base_price", lambda sold: (2000 - 7 * sold).clip(lower=1)),
        ("temp_max", lambda sold: (sold % 17) * 1000 + sold),
    ],
)
def test_a_feature_that_was_made_from_the_outcome_is_refused(raw, column, leak):
    sold = raw["tickets_sold"].astype(float)
    _, report = validate_shows(raw.assign(**{column: leak(sold).astype("string")}))
    assert finding(report, "leak", column).deed == "refused"
    assert not report.usable


def test_too_few_shows_are_refused(raw):
    _, report = validate_shows(raw.iloc[:12])
    assert finding(report, "too_few", "").deed == "refused"


def test_bookings_are_checked_against_their_shows(tables):
    shows, bookings = tables
    raw = bookings.astype("string")
    raw.loc[3, "show_id"] = "nobody's"
    raw.loc[4, "tickets"] = "0"
    raw.loc[5, "booked_at"] = "2199-01-01T00:00:00"
    table, report = validate_bookings(raw, shows)
    assert finding(report, "unknown_show", "show_id").rows == (4,)
    assert finding(report, "negative", "tickets").rows == (5,)
    assert finding(report, "after_the_start", "booked_at").rows == (6,)
    assert finding(report, "sum_differs", "tickets").deed == "left"
    assert len(table) == len(raw) - 2
    assert report.usable


def test_a_table_is_the_same_from_csv_and_json(tmp_path, tables):
    shows = tables[0].head(60)
    shows.to_csv(tmp_path / "shows.csv", index=False, date_format="%Y-%m-%dT%H:%M:%S")
    shows.to_json(tmp_path / "shows.json", orient="records", date_format="iso")
    from_csv, _ = validate_shows(read(tmp_path / "shows.csv"))
    from_json, _ = validate_shows(read(tmp_path / "shows.json"))
    pd.testing.assert_frame_equal(from_csv, from_json, check_dtype=False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b'a,b\n"1'),
        ("a.json", b"{"),
        ("a.json", b'{"items": 3}'),
        ("a.json", b"[1]"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable, match=name):
        read(tmp_path / name)


def test_synthetic_tables_are_the_same_for_the_same_seed():
    pd.testing.assert_frame_equal(frames(300, 5)[0], frames(300, 5)[0])
    pd.testing.assert_frame_equal(frames(300, 5)[1], frames(300, 5)[1])
    assert not frames(300, 5)[0]["tickets_sold"].equals(frames(300, 6)[0]["tickets_sold"])
