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
        "https://cinema.example:443",
        "https://partner.example:8443",
        "http://api.example:8000",
    ],
)
def test_no_browser_a_known_site_and_the_own_origin_are_welcome(origins, origin):
    assert origins.welcomes(origin, "http://api.example:8000")


@pytest.mark.parametrize(
    "origin",
    [
        "https://partner.example",
        "https://partner.example:443",
        "http://cinema.example",
        "https://cinema.example:8443",
        "https://cinema.example.evil.example",
        "https://evil.example",
        "https://api.example",
        "https://api.example:8000",
        "http://api.example",
        "http://api.example:3000",
        "http://api.example:80000",
        "http://user@api.example:8000",
        "ws://api.example:8000",
        "null",
        "",
        "http://[broken",
        "file://",
    ],
)
def test_other_origins_are_not_and_another_port_is_another_origin(origins, origin):
    assert not origins.welcomes(origin, "http://api.example:8000")
    assert not origins.welcomes(origin, "http://")


def test_the_own_host_may_be_an_ipv6_address(origins):
    assert origins.welcomes("http://[::1]:3000", "http://[::1]:3000")
    assert not origins.welcomes("http://[::1]:3000", "http://[::2]:3000")


def test_on_a_developers_machine_the_web_client_is_next_door_under_any_name():
    origins = Origins(["http://127.0.0.1:3000"], web_port=3000)
    assert origins.welcomes("http://localhost:3000", "http://localhost:8000")
    assert not origins.welcomes("http://localhost:3001", "http://localhost:8000")
    assert not origins.welcomes("https://localhost:3000", "http://localhost:8000")
    assert not origins.welcomes("http://other.local:3000", "http://localhost:8000")
