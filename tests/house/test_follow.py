"""The terminal shows each program's new lines, whole, behind its name."""

import io

import pytest

from server.house.follow import LogFollower


@pytest.fixture
def terminal(tmp_path):
    """Two logs, of which one has an old line already, and the text a person has seen."""
    logs = {"api-1": tmp_path / "api-1.log", "web": tmp_path / "web.log"}
    logs["api-1"].write_text("from the last time\n")
    seen = io.StringIO()
    follower = LogFollower(logs, seen)
    yield follower, logs, seen
    follower.close()


def append(path, text):
    with path.open("a") as log:
        log.write(text)


def test_only_new_lines_are_shown_behind_the_programs_name(terminal):
    follower, logs, seen = terminal
    append(logs["api-1"], "ready\n")
    append(logs["web"], "listening\nstill listening\n")
    assert follower.pump() == 3
    assert seen.getvalue() == "api-1 │ ready\nweb   │ listening\nweb   │ still listening\n"


def test_a_line_is_shown_once_it_is_whole(terminal):
    follower, logs, seen = terminal
    append(logs["web"], "half a ")
    assert follower.pump() == 0
    append(logs["web"], "line\n")
    assert follower.pump() == 1
    assert seen.getvalue() == "web   │ half a line\n"


def test_a_rotated_log_is_shown_to_its_end_and_then_the_new_one(terminal):
    follower, logs, seen = terminal
    append(logs["api-1"], "one\n")
    follower.pump()
    # when
    append(logs["api-1"], "two\n")
    logs["api-1"].rename(logs["api-1"].with_suffix(".log.1"))
    logs["api-1"].write_text("three\n")
    follower.pump()
    follower.pump()
    # then
    assert seen.getvalue() == "api-1 │ one\napi-1 │ two\napi-1 │ three\n"


def test_bytes_that_are_no_text_do_not_end_the_show(terminal):
    follower, logs, seen = terminal
    logs["web"].write_bytes(b"caf\xe9\n")
    follower.pump()
    assert seen.getvalue() == "web   │ caf\ufffd\n"
