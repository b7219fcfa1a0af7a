"""Who may open a socket, and how many."""

import pytest

from server.core.http.door import Door


@pytest.fixture
def door():
    return Door(per_address=2, origins=["https://Cinema.example/now", "https://partner.example:8443"])


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
def test_no_browser_a_known_site_and_the_own_host_at_any_port_are_welcome(door, origin):
    assert door.welcomes(origin, "api.example:8000")


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
def test_other_origins_are_not(door, origin):
    assert not door.welcomes(origin, "api.example:8000")
    assert not door.welcomes(origin, "")


def test_the_own_host_may_be_an_ipv6_address(door):
    assert door.welcomes("http://[::1]:3000", "[::1]:8000")
    assert not door.welcomes("http://[::1]:3000", "[::2]:8000")


def test_an_address_has_so_many_places_and_gets_them_back(door):
    with door.place("192.0.2.1") as first:
        with door.place("192.0.2.1") as second, door.place("192.0.2.1") as third:
            assert (first, second, third) == (True, True, False)
            with door.place("192.0.2.2") as neighbour:
                assert neighbour
        with door.place("192.0.2.1") as again:
            assert again


def test_a_place_is_given_back_when_its_socket_fails(door):
    for _ in range(3):
        with pytest.raises(ConnectionResetError), door.place("192.0.2.1"):
            raise ConnectionResetError

    with door.place("192.0.2.1") as admitted:
        assert admitted


def test_nothing_is_remembered_of_an_address_that_has_left(door):
    with door.place("192.0.2.1"), door.place("2001:db8::1"):
        pass

    assert not door._inside


def test_the_addresses_of_one_ipv6_customer_are_counted_together(door):
    with (
        door.place("2001:db8:0:7::1"),
        door.place("2001:db8:0:7:ffff::2"),
        door.place("2001:db8:0:7:8::3") as third,
        door.place("2001:db8:0:8::1") as other,
    ):
        assert (third, other) == (False, True)


def test_an_ipv4_address_in_ipv6_clothes_is_itself(door):
    with door.place("192.0.2.1"), door.place("::ffff:192.0.2.1"), door.place("192.0.2.1") as third:
        assert not third


def test_a_name_given_by_a_proxy_is_counted_as_it_is(door):
    with door.place("unknown"), door.place("unknown"), door.place("unknown") as third:
        assert not third
