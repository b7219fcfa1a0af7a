"""The measurements of prices and models run, on a small house."""

import pytest

from benchmarks.pricing import Size, measure_all


@pytest.mark.long
async def test_prices_swaps_and_memory_are_measured():
    figures = await measure_all(Size(requests=200, shows=4, seconds=0.6))
    assert [figure.name for figure in figures] == [
        "price_vs_raw", "swap_failed", "swap_p99", "memory_with_model",
    ]  # fmt: skip
    assert figures[1].value == 0, "no request fails while versions change, however small the house"
    assert all(figure.value > 0 for figure in figures if figure.name != "swap_failed")
