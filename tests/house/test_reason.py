"""Of all a program said, the line that names the error is the one a person reads."""

import pytest

from server.house.reason import reason_in, reason_in_log


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "it said nothing"),
        ("one\ntwo\n\n", "two"),
        ("Traceback …\nValueError: no such film\n", "ValueError: no such film"),
        ("Error: no such page\n    at start.mjs:1\n\nNode.js v24.1.0\n", "Error: no such page"),
        ("Type error: wrong\nnpm error Lifecycle script `build` failed with error:\n", "Type error: wrong"),
        (
            "LOG:  starting\nFATAL:  could not open pg_control\nLOG:  database system is shut down\n",
            "FATAL:  could not open pg_control",
        ),
        ("FATAL:  no space\nFATAL:  the database system is starting up\n", "FATAL:  no space"),
        ("12:M 22 Nov 2026 04:55 # Failed listening on port 1\n", "Failed listening on port 1"),
        ("npm error nothing but npm\n", "npm error nothing but npm"),
    ],
)
def test_the_line_that_names_the_error_is_chosen(said, reason):
    assert reason_in(said) == reason


def test_a_log_that_is_not_there_is_a_reason_too(tmp_path):
    assert "No such file" in reason_in_log(tmp_path / "gone.log")
