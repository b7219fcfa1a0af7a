"""The measurements of the sale run, on a small house."""

import pytest

from benchmarks.checkout import cancelling, draining, purchase


async def test_purchases_are_measured_against_their_own_sql():
    (figure,) = await purchase.measure(purchases=24, connections=2)
    assert figure.name == "purchase_vs_sql"
    assert figure.value > 0


@pytest.mark.long
async def test_visitors_are_measured_while_a_queue_drains():
    (figure,) = await draining.measure(jobs=60, sold=16, seconds=1.0)
    assert figure.name == "p99_while_draining"
    assert figure.value > 0


@pytest.mark.long
async def test_a_cancelled_show_is_measured_and_loses_nothing():
    minutes, lost = await cancelling.measure(bookings=40)
    assert minutes.value > 0
    assert (lost.value, lost.met) == (0, True)
