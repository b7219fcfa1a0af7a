"""Which sites' pages are welcome."""

import pytest

from server.core.http.origins import Origins


@pytest.fixture
def origins():
    return Origins(["https://Cinema.example/now", "https://partner.example:8443"])


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "https://cinema.example",
        "https://CINEMA.example",
        "https://partner.example:8443",
        "https://api.example",
        "http://api.example:3000",
    ],
)
def test_no_browser_a_known_site_and_the_own_host_at_any_port_are_welcome(origins, origin):
    assert origins.welcomes(origin, "api.example:8000")


@pytest.mark.parametrize(
    "origin",
    [
        "https://partner.example",
        "http://cinema.example",
        "https://cinema.example.evil.example",
        "https://evil.example",
        "null",
        "",
        "http://[broken",
        "file://",
    ],
)
def test_other_origins_are_not(origins, origin):
    assert not origins.welcomes(origin, "api.example:8000")
    assert not origins.welcomes(origin, "")


def test_the_own_host_may_be_an_ipv6_address(origins):
    assert origins.welcomes("http://[::1]:3000", "[::1]:8000")
    assert not origins.welcomes("http://[::1]:3000", "[::2]:8000")
