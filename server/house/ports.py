"""TCP ports on this machine: find a free one, or say clearly that one is taken."""

import errno
import socket

from server.house.failure import HouseError

LOOPBACK = "127.0.0.1"


def free_port(host: str = LOOPBACK) -> int:
    """Return a TCP port that nothing listens on at `host` right now."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def require_free(port: int, *, name: str, host: str = LOOPBACK) -> None:
    """Return when `port` at `host` can be listened on.

    `name` is the variable that chooses the port, for the sentence of the error.
    Raises HouseError when it is taken, needs rights we do not have, or `host` is no address of this machine.
    """
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        # A server that just ended leaves connections in TIME_WAIT; they do not hinder the next one.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except (OSError, OverflowError) as error:
            raise HouseError(_sentence(error, port=port, name=name, host=host)) from error


def _sentence(error: OSError | OverflowError, *, port: int, name: str, host: str) -> str:
    code = error.errno if isinstance(error, OSError) else None
    if code == errno.EADDRINUSE:
        return f"port {port} is taken by another program: free it, or choose another with {name}={port + 1}"
    if code == errno.EACCES:
        return f"port {port} may not be opened by this user: choose one above 1023 with {name}=…"
    return f"cannot listen on {host} port {port} ({error}): look at {name} and HOST"


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
