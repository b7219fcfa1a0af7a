"""The copy of a show in a process, and the frames it makes."""

import json

import pytest

from seat_engine import Mirror, Snapshot
from seat_engine.mirror import Applied
from seat_engine.protocol import parse_message, price_notice
from tests.seat_engine.clients import Picture


def seats(version, *changes, epoch="e1"):
    return parse_message(f"d {epoch} {version} {version} {json.dumps(changes)}".encode())


def prices(version, **table):
    return parse_message(b"p e1 %d %d " % (version, version) + price_notice(table, "ml"))


@pytest.fixture
def mirror():
    mirror = Mirror()
    mirror.load(Snapshot("e1", 5, "0000"))
    return mirror


def read(frames):
    return [json.loads(frame) for frame in frames]


def test_the_next_change_is_applied(mirror):
    assert mirror.apply(seats(6, [1, 1], [2, 3])) is Applied.NEXT
    assert mirror.snapshot == Snapshot("e1", 6, "0130")


def test_a_change_it_has_already_changes_nothing(mirror):
    assert mirror.apply(seats(5, [1, 1])) is Applied.OLD
    assert mirror.snapshot == Snapshot("e1", 5, "0000")


@pytest.mark.parametrize("message", [seats(7, [1, 1]), seats(6, [1, 1], epoch="e2")])
def test_a_missing_change_or_another_life_is_a_gap(mirror, message):
    assert mirror.apply(message) is Applied.GAP
    assert mirror.snapshot == Snapshot("e1", 5, "0000")


def test_a_mirror_without_a_state_takes_no_change():
    mirror = Mirror()

    assert mirror.apply(seats(1, [0, 1])) is Applied.GAP
    assert not mirror.loaded
    with pytest.raises(LookupError):
        _ = mirror.snapshot


def test_changes_since_the_last_drain_become_one_frame_with_the_last_state_of_each_seat(mirror):
    for message in (seats(6, [1, 1], [2, 1]), seats(7, [1, 0]), seats(8, [3, 1])):
        mirror.apply(message)

    assert read(mirror.drain()) == [{"t": "d", "v": [6, 8], "c": [[1, 0], [2, 1], [3, 1]]}]
    assert mirror.drain() == []


def test_a_single_change_is_passed_on_as_it_came(mirror):
    mirror.apply(parse_message(b"d e1 6 6 [[1,1],[2,1]]"))

    assert mirror.drain() == [b'{"t":"d","v":[6,6],"c":[[1,1],[2,1]]}']


def test_a_price_notice_keeps_its_place_among_the_changes(mirror):
    for message in (seats(6, [1, 1]), prices(7, standard=25000), seats(8, [2, 1])):
        mirror.apply(message)

    assert read(mirror.drain()) == [
        {"t": "d", "v": [6, 6], "c": [[1, 1]]},
        {"t": "price", "v": 7, "p": {"standard": 25000}, "src": "ml"},
        {"t": "d", "v": [8, 8], "c": [[2, 1]]},
    ]


def test_the_snapshot_frame_is_made_once_and_shared(mirror):
    first = mirror.snapshot_frames()

    assert first == (b'{"t":"snap","e":"e1","v":5,"s":"0000"}',)
    assert mirror.snapshot_frames()[0] is first[0]
    mirror.apply(seats(6, [0, 2]))
    assert mirror.snapshot_frames() == (b'{"t":"snap","e":"e1","v":6,"s":"2000"}',)


def test_a_snapshot_carries_the_prices_of_the_day(mirror):
    mirror.apply(prices(6, standard=25000))

    assert read(mirror.snapshot_frames()) == [
        {"t": "snap", "e": "e1", "v": 6, "s": "0000", "p": {"standard": 25000}, "src": "ml"}
    ]


@pytest.mark.parametrize("missed_from", range(5, 9))
def test_a_client_that_comes_back_gets_exactly_what_it_missed(mirror, missed_from):
    client = Picture()
    for frame in mirror.snapshot_frames():
        client.take(frame)
    changes = [seats(6, [1, 1]), prices(7, standard=1), seats(8, [1, 0], [3, 2])]
    for message in changes:
        mirror.apply(message)
        if message.last <= missed_from:
            for frame in mirror.drain():
                client.take(frame)

    frames = mirror.catch_up("e1", missed_from)

    assert frames is not None
    assert mirror.catch_up("e1", missed_from) == frames
    for frame in frames:
        client.take(frame)
    assert (client.version, client.states) == (8, "0002")


def test_a_client_from_another_life_or_the_future_or_too_long_ago_needs_a_snapshot():
    mirror = Mirror(ring=2)
    mirror.load(Snapshot("e1", 5, "0000"))
    for version in (6, 7, 8):
        mirror.apply(seats(version, [0, version % 2]))

    assert mirror.catch_up("e0", 7) is None
    assert mirror.catch_up("e1", 9) is None
    assert mirror.catch_up("e1", 5) is None
    assert mirror.catch_up("e1", 6) is not None


def test_a_snapshot_that_says_nothing_new_is_no_jump(mirror):
    assert not mirror.load(Snapshot("e1", 5, "0000"))
    assert mirror.load(Snapshot("e1", 7, "0100"))
    assert mirror.load(Snapshot("e2", 1, "0000"))


def test_a_redis_that_went_back_takes_the_mirror_with_it(mirror):
    mirror.apply(seats(6, [1, 2]))

    assert mirror.load(Snapshot("e1", 3, "0000"))
    assert mirror.snapshot == Snapshot("e1", 3, "0000")
    assert mirror.catch_up("e1", 6) is None


def test_nothing_from_before_a_jump_is_sent_after_it(mirror):
    mirror.apply(seats(6, [1, 1]))
    mirror.load(Snapshot("e2", 1, "0000"))

    assert mirror.drain() == []


@pytest.mark.parametrize("payload", [b"", b"d e1 6", b"x e1 6 6 []", b"d e1 six 6 []"])
def test_a_foreign_message_is_a_value_error(payload):
    with pytest.raises(ValueError):  # noqa: PT011 - the type is the contract; each way to be foreign has its words
        parse_message(payload)
