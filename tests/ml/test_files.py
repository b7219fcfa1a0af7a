"""Files that strangers made are tables, or are told what they are."""

import json

import pytest

from ml.datasets.files import MOST_COLUMNS, Unreadable, read
from ml.datasets.validation import validate_shows

HEADER = b"show_id,starts_at,tickets_sold\n"


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\n\n", "not a table"),
        ("a.csv", b",".join(b"c%d" % number for number in range(10**6)), "longer than any row"),
        ("a.csv", b",".join(b"c%d" % number for number in range(MOST_COLUMNS + 1)), "201 columns"),
        ("a.csv", HEADER + b"x" * 5_000_000 + b",1,2\n", "line 2 is longer"),
        ("a.csv", HEADER + b"x" * 200_000 + b",1,2\n", "131072 characters"),
        ("a.csv", HEADER + b'"never closed,1,2\n' + b"b,1,2\n" * 50_000, "is a quote never closed"),
        ("a.csv", HEADER + b'"never closed,1,2\n', "not a table"),
        ("a.csv", HEADER + b"a,1,2,3\n", "line 2 has 4 values, the first 3"),
        ("a.csv", HEADER + b"\xff\xfe,1,2\n", "can't decode"),
        ("a.csv", HEADER + b"a\x00b,1,2\n", "line 2 has a NUL"),
        ("a.json", b"[" * 500_000, "nested too deeply"),
        ("a.json", b'[{"show_id": {"a": 1}}]', "'show_id' of item 1"),
        ("a.json", b'{"shows": []}', "no list of objects"),
        ("a.json", b"[1, 2]", "no list of objects"),
        ("a.json", b'[{"show_id": ' + b"9" * 5_000 + b"}]", "not a table"),
        ("a.json", json.dumps([{f"c{n}": 1} for n in range(300)]).encode(), "more than 200 columns"),
        ("a.json", b'[{"show_id": "a"', "not a table"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_so(tmp_path, name, content, words):
    with pytest.raises(Unreadable, match=words) as refused:
        read(written(tmp_path, name, content))
    assert len(str(refused.value)) < 500


def test_cells_that_a_spreadsheet_would_evaluate_are_text(tmp_path):
    table = read(written(tmp_path, "a.csv", HEADER + b"=1+1,@SUM(A1),=cmd|'/C calc'!A0\n"))
    assert table.iloc[0].tolist() == ["=1+1", "@SUM(A1)", "=cmd|'/C calc'!A0"]
    _, report = validate_shows(table)
    assert {finding.column for finding in report.findings} >= {"starts_at", "tickets_sold"}


@pytest.mark.parametrize("name", ["a.csv", "a.json"])
def test_a_mark_of_the_byte_order_is_no_part_of_a_name(tmp_path, name):
    content = HEADER + b"a,2026-01-01,3\n" if name == "a.csv" else b'[{"show_id": "a"}]'
    assert read(written(tmp_path, name, b"\xef\xbb\xbf" + content)).columns[0] == "show_id"


def test_a_number_without_end_is_no_number(tmp_path):
    content = json.dumps(
        [{"show_id": "a", "starts_at": "2026-01-01T18:00", "tickets_sold": 10**400}]
    ).encode()
    _, report = validate_shows(read(written(tmp_path, "a.json", content)))
    assert ("not_a_number", "tickets_sold") in {(each.code, each.column) for each in report.findings}
