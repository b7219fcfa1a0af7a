"""A port that is taken is named together with the variable that chooses it."""

import socket

import pytest

from server.house.failure import HouseError
from server.house.ports import LOOPBACK, free_port, require_free


def test_a_free_port_is_accepted():
    require_free(free_port(), name="API_PORT")


def test_a_taken_port_is_refused_with_its_variable():
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(HouseError, match=rf"port {port} is taken .*API_PORT={port + 1}"):
            require_free(port, name="API_PORT")


def test_a_port_is_free_again_right_after_its_server_ended():
    # given a server that closed a connection itself, so that the kernel keeps it in TIME_WAIT
    server = socket.create_server((LOOPBACK, 0))
    port = server.getsockname()[1]
    with socket.create_connection((LOOPBACK, port)) as client:
        served, _ = server.accept()
        served.close()
        assert client.recv(1) == b""
    server.close()
    # then
    require_free(port, name="API_PORT")


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(HouseError, match=r"cannot listen on 192\.0\.2\.1 .*HOST"):
        require_free(free_port(), name="API_PORT", host="192.0.2.1")
