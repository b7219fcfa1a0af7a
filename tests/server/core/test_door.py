"""How many sockets an address may have open."""

import pytest

from server.core.http.door import Door


@pytest.fixture
def door():
    return Door(per_address=2)


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
