"""The measurement of holds over HTTP runs, on a small house."""

import pytest

from benchmarks import http_hold


@pytest.mark.long
async def test_holds_over_http_are_measured_against_a_plain_route():
    (figure,) = await http_hold.measure(shows=2, holds=20, connections=4)
    assert figure.name == "http_hold_vs_raw"
    assert figure.value > 0
