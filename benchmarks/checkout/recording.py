"""``python -m benchmarks.checkout.recording PORT FILE``: the API, writing down the SQL of each request.

The file is a row of pickled ``(request id, statement, parameters)``: what the driver was given, in its order,
begin and commit included.
"""

import pickle
import socket
import sys
from typing import Any, BinaryIO

from server.core import logs, postgres


def record(file: BinaryIO) -> None:
    """Have every connection of every pool made from here on write down what it is asked."""
    create_pool = postgres.create_pool

    def note(query: Any) -> None:
        identifier = logs.request_id.get()
        if identifier is not None:
            pickle.dump((identifier, query.query, query.args), file)
            file.flush()

    async def listen(connection: Any) -> None:
        connection.add_query_logger(note)

    def recording_pool(**options: Any) -> postgres.BoundedPool:
        return create_pool(**{**options, "init": listen})

    postgres.create_pool = recording_pool


def main(port: int, path: str) -> None:
    """Serve until told to stop."""
    from server.app import create_app
    from server.settings import get_settings

    with open(path, "wb") as file:  # noqa: PTH123 # a path from a command line
        record(file)
        listener = socket.create_server(("127.0.0.1", port))
        create_app(get_settings()).run(sock=listener, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
