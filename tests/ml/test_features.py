"""Features know the past and nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from ml.evaluation import as_of
from ml.features import BASE, FEATURES, NAMES, RECENT_HOURS, features
from ml.history import History
from ml.shows import Bookings, midnight_before

HORIZONS = [None, 24.0, 72.0, 1.5]


def shuffled_from(rng, data, row, moment):
    """Return the data with every outcome of the day of ``moment`` and later, and every later booking,
    changed."""
    day = moment.astype("datetime64[D]").astype(int)
    later = data.shows.day >= day
    sold = data.shows.tickets.copy()
    sold[later] = rng.integers(0, 500, later.sum())
    bookings = data.bookings
    if bookings is not None:
        late = (bookings.booked_at >= moment) | later[bookings.show] & (bookings.show != row)
        tickets = bookings.tickets.copy()
        tickets[late] = rng.integers(1, 9, late.sum())
        bookings = Bookings(bookings.show, bookings.booked_at, tickets)
    return replace(data, shows=data.shows.with_tickets(sold), bookings=bookings)


def bookings_of(data, row):
    """Return the bookings of one show, as the only one."""
    if data.bookings is None:
        return None
    mine = data.bookings.show == row
    return Bookings(np.zeros(mine.sum(), int), data.bookings.booked_at[mine], data.bookings.tickets[mine])


@pytest.mark.parametrize("horizon", HORIZONS)
@pytest.mark.parametrize("with_bookings", [True, False])
def test_no_feature_moves_when_the_future_is_shuffled(data, silent_data, rng, horizon, with_bookings):
    source = data if with_bookings else silent_data
    for row in (0, 40, 500, 1100):
        moment = as_of(source, horizon)[row : row + 1]
        one = source.shows.take(np.array([row]))
        mine = bookings_of(source, row)
        before = features(History(source.shows, source.bookings), one, moment, mine)
        other = shuffled_from(rng, source, row, moment[0])
        theirs = bookings_of(other, row)
        after = features(History(other.shows, other.bookings), one, moment, theirs)
        # Sums run over all keys, so the last bits of a sum depend on which others there are.
        np.testing.assert_allclose(before, after, rtol=0, atol=1e-6)


def test_the_test_above_would_see_a_look_ahead(data, rng):
    """The control: asked for the day after, features do move."""
    row = 500
    one = data.shows.take(np.array([row]))
    moment = as_of(data, None)[row : row + 1]
    other = shuffled_from(rng, data, row, moment[0])
    late = moment + np.timedelta64(1, "D")
    nobody = Bookings(np.zeros(0, int), data.bookings.booked_at[:0], np.zeros(0))
    before = features(History(data.shows, data.bookings), one, late, nobody)
    after = features(History(other.shows, other.bookings), one, late, nobody)
    assert (np.abs(np.nan_to_num(before) - np.nan_to_num(after)) > 1e-3).any()


def test_one_show_has_the_same_features_alone_and_among_others(data):
    moments = as_of(data, 24.0)
    history = History(data.shows, data.bookings)
    together = features(history, data.shows, moments, data.bookings)
    for row in (3, 777):
        kept = np.arange(len(data)) == row
        alone = features(history, data.shows.take(kept), moments[kept], data.bookings.of(kept))
        np.testing.assert_array_equal(alone[0], together[row])


def test_the_same_show_serves_without_its_outcome(data):
    moments = as_of(data, 24.0)
    history = History(data.shows, data.bookings)
    unsold = data.shows.with_tickets(np.full(len(data), np.nan))
    np.testing.assert_array_equal(
        features(history, unsold, moments, data.bookings),
        features(history, data.shows, moments, data.bookings),
    )


def test_a_first_show_of_all_has_a_forecast(data):
    first = data.shows.take(np.array([0]))
    rows = features(History(data.shows.take(slice(0, 0))), first, midnight_before(first.starts_at))
    assert np.isfinite(rows[0, BASE])
    assert np.expm1(rows[0, BASE]) == pytest.approx(20, rel=0.01)


def test_a_run_is_carried_on_by_its_last_day_and_the_weekdays_steps(silent_data):
    rows = features(
        History(silent_data.shows), silent_data.shows, midnight_before(silent_data.shows.starts_at)
    )
    known = rows[:, NAMES.index("film_known")] == 1
    late = silent_data.shows.day > np.median(silent_data.shows.day)
    sold = np.log1p(silent_data.shows.tickets)
    chosen = known & late
    assert chosen.sum() > 100
    of_base = np.corrcoef(rows[chosen, BASE], sold[chosen])[0, 1]
    of_theatre = np.corrcoef(rows[chosen, NAMES.index("theatre_level")], sold[chosen])[0, 1]
    assert of_base > of_theatre


def test_bookings_before_the_as_of_time_count_and_their_own_moment_does_not(data):
    row = int(np.argmax(data.shows.tickets))
    mine = data.bookings.show == row
    moment = data.bookings.booked_at[mine].max()
    kept = np.arange(len(data)) == row
    rows = features(
        History(data.shows, data.bookings), data.shows.take(kept), np.array([moment]), data.bookings.of(kept)
    )
    earlier = mine & (data.bookings.booked_at < moment)
    booked = np.expm1(rows[0, NAMES.index("booked")])
    assert booked == pytest.approx(data.bookings.tickets[earlier].sum(), rel=1e-5)
    assert booked < data.shows.tickets[row]


def test_a_film_has_a_booking_curve_of_its_own(data):
    """What was booked a day before says less is to come of a film that was always booked early."""
    shows, bookings = data.shows, data.bookings
    titles, counts = np.unique(shows.movie, return_counts=True)
    awaited = titles[np.argmax(counts)]
    of_awaited = shows.movie[bookings.show] == awaited
    hours = np.where(of_awaited, 100, np.random.default_rng(1).choice([2, 100], len(of_awaited)))
    history = History(
        shows, replace(bookings, booked_at=shows.starts_at[bookings.show] - hours * np.timedelta64(1, "h"))
    )
    last = shows.take(slice(-1, None))
    moment = last.starts_at - np.timedelta64(24, "h")
    booked = Bookings(np.zeros(1, int), moment - np.timedelta64(76, "h"), np.full(1, 30.0))

    def pickup(title):
        rows = features(history, replace(last, movie=np.array([title])), moment, booked)
        return rows[0, NAMES.index("pickup")]

    assert pickup(awaited) < pickup("a film that nobody has seen") - 0.2
    others = [title for title in titles[np.argsort(counts)][-5:] if title != awaited]
    assert all(pickup(awaited) < pickup(title) - 0.2 for title in others)


def test_every_feature_has_a_name_of_its_own_and_a_meaning():
    assert len(set(NAMES)) == len(NAMES)
    assert all(feature.meaning for feature in FEATURES)
    assert {f"booked_{hours}" for hours in RECENT_HOURS} <= set(NAMES)
