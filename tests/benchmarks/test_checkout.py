"""The measurement of purchases runs, on a small house."""

from benchmarks.checkout import purchase


async def test_purchases_are_measured_against_their_own_sql():
    (figure,) = await purchase.measure(purchases=24, connections=2)
    assert figure.name == "purchase_vs_sql"
    assert 0 < figure.value < 2
