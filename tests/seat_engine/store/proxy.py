"""A network that misbehaves as a test tells it: a TCP proxy in front of a real Redis."""

import asyncio
from contextlib import suppress


class Cut(Exception):
    """Ends the connection at this point."""


async def pass_on(data):
    yield data


async def cut_in_the_middle(data):
    yield data[: len(data) // 2]
    raise Cut


async def swallow(data):
    """The reply is lost with the connection; the command was carried out."""
    raise Cut
    yield data


async def byte_by_byte(data):
    for at in range(len(data)):
        yield data[at : at + 1]


async def garble(data):
    yield b"HTTP/1.1 400 Bad Request\r\n\r\n"


async def add_a_reply(data):
    yield data + b"+nobody asked\r\n"


def once(treatment):
    """Treat the next data so, and pass on all that follows."""
    left = [treatment]

    async def treat(data):
        async for piece in (left.pop() if left else pass_on)(data):
            yield piece

    return treat


class Proxy:
    """Stands before the server on `target`; use as `async with`.

    `replies` treats what the server says; `commands_flow` and `replies_flow` are open, or hold all back.
    """

    def __init__(self, target):
        self._target = target
        self.replies = pass_on
        self.commands_flow = asyncio.Event()
        self.replies_flow = asyncio.Event()
        self.connections = 0
        self._tasks = set()
        self._writers = set()
        self.commands_flow.set()
        self.replies_flow.set()

    async def __aenter__(self):
        # A small window, so that a peer which reads nothing is noticed soon.
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**16)
        self.port = self._server.sockets[0].getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_):
        self._server.close()
        self.commands_flow.set()
        self.replies_flow.set()
        self.cut_all()
        await asyncio.gather(*self._tasks)
        await self._server.wait_closed()

    def cut_all(self):
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader, writer):
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._writers.add(writer)
        up_reader = up_writer = None
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._target)
            pumps = [
                asyncio.create_task(self._pump(reader, up_writer, self.commands_flow, lambda: pass_on)),
                asyncio.create_task(self._pump(up_reader, writer, self.replies_flow, lambda: self.replies)),
            ]
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        finally:
            self._writers.discard(writer)
            for each in (writer, up_writer):
                if each is not None:
                    each.transport.abort()
                    with suppress(OSError):
                        await each.wait_closed()

    async def _pump(self, reader, writer, flow, treatment):
        with suppress(Cut, OSError):
            while True:
                await flow.wait()
                data = await reader.read(2**16)
                if not data:
                    return
                await flow.wait()
                async for piece in treatment()(data):
                    writer.write(piece)
                    await writer.drain()
