"""Writing past a transport's queue: in order, whole, and never to a descriptor that is somebody else's."""

import asyncio
import datetime as dt
import os
import socket
import ssl
from contextlib import asynccontextmanager

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.frames import Opcode

from server.core.http.direct import TransportWriter, text_message
from tests.patience import PATIENCE

NO_LIMIT = 1 << 30
LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


@pytest.fixture(params=LOOPS)
async def on_loop(request):
    """Runs a scenario on the loop that the server may run on, in a thread of its own."""

    def run(scenario):
        with asyncio.Runner(loop_factory=LOOPS[request.param]) as runner:
            runner.run(asyncio.wait_for(scenario(), PATIENCE))

    async def start(scenario):
        await asyncio.to_thread(run, scenario)

    return start


class Server(asyncio.Protocol):
    def __init__(self):
        self.made = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.made.set_result(transport)

    def connection_lost(self, exc):
        self.lost.set_result(exc)


@asynccontextmanager
async def connected():
    """A transport of this loop and the plain socket at its other end, both with small kernel buffers."""
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        end.setblocking(False)
    transport, server = await loop.create_connection(Server, sock=ours)
    try:
        yield transport, server, theirs
    finally:
        transport.abort()
        await server.lost
        theirs.close()


async def read(theirs, size):
    loop = asyncio.get_running_loop()
    received = bytearray()
    while len(received) < size:
        received += await loop.sock_recv(theirs, 65536)
    return bytes(received)


async def test_what_there_is_room_for_is_at_the_other_end_at_once(on_loop):
    async def scenario():
        async with connected() as (transport, _, theirs):
            assert TransportWriter(transport).send(b"now", NO_LIMIT)
            assert theirs.recv(10) == b"now", "written before the loop had a turn"

    await on_loop(scenario)


async def test_bytes_keep_their_order_over_full_buffers_and_half_written_messages(on_loop):
    async def scenario():
        async with connected() as (transport, _, theirs):
            writer = TransportWriter(transport)
            parts = []
            for n in range(300):
                part = bytes([n % 251]) * (1 + 997 * n % 5000)
                parts.append(part)
                if n % 7 == 3:
                    transport.write(part)  # the framework writes too: pongs, close frames
                else:
                    assert writer.send(part, NO_LIMIT)
            assert writer.buffered() > 0, "the kernel must have refused some of it"
            expected = b"".join(parts)
            assert await read(theirs, len(expected)) == expected
            while writer.buffered():
                await asyncio.sleep(0)
            assert writer.send(b"after", NO_LIMIT)
            assert await read(theirs, 5) == b"after"

    await on_loop(scenario)


async def test_one_message_larger_than_the_kernel_takes_arrives_whole(on_loop):
    async def scenario():
        async with connected() as (transport, _, theirs):
            writer = TransportWriter(transport)
            large = os.urandom(1 << 20)
            assert writer.send(large, 0)
            assert 0 < writer.buffered() < len(large)
            assert await read(theirs, len(large)) == large

    await on_loop(scenario)


async def test_beyond_the_limit_nothing_is_written(on_loop):
    async def scenario():
        async with connected() as (transport, _, theirs):
            writer = TransportWriter(transport)
            assert writer.send(b"x" * (1 << 20), 0)
            waiting = writer.buffered()
            assert not writer.send(b"no", waiting - 1)
            assert writer.buffered() == waiting
            assert writer.send(b"yes", waiting)
            assert (await read(theirs, (1 << 20) + 3)).endswith(b"xyes")

    await on_loop(scenario)


@pytest.mark.parametrize("guarded", [True, False])
async def test_a_descriptor_that_belongs_to_somebody_else_by_now_is_not_written_to(on_loop, guarded):
    """The positive control: without the question, the bytes do reach the stranger."""

    async def scenario():
        stranger, strangers_peer = socket.socketpair()
        strangers_peer.setblocking(False)
        async with connected() as (transport, server, _):
            writer = TransportWriter(transport)
            number = transport.get_extra_info("socket").fileno()
            transport.abort()
            await server.lost
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.fstat(number)
            os.dup2(stranger.fileno(), number)
            try:
                if not guarded:
                    writer._is_closing = lambda: False
                    writer._waiting = lambda: 0
                assert writer.send(b"not for you", NO_LIMIT)
                if guarded:
                    with pytest.raises(BlockingIOError):
                        strangers_peer.recv(100)
                else:
                    assert strangers_peer.recv(100) == b"not for you"
            finally:
                os.close(number)
                stranger.close()
                strangers_peer.close()

    await on_loop(scenario)


async def test_a_connection_that_broke_is_left_to_its_transport(on_loop):
    async def scenario():
        async with connected() as (transport, server, theirs):
            writer = TransportWriter(transport)
            theirs.close()
            assert writer.send(b"into the void", NO_LIMIT)
            await server.lost
            assert writer.send(b"and again", NO_LIMIT)

    await on_loop(scenario)


async def test_under_tls_nothing_goes_past_the_transport(on_loop, tmp_path):
    certificate = _certificate(tmp_path)

    async def scenario():
        loop = asyncio.get_running_loop()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        trust = ssl.create_default_context(cafile=str(certificate))
        accepted = loop.create_future()

        def accept():
            protocol = Server()
            protocol.made.add_done_callback(lambda made: accepted.set_result((protocol, made.result())))
            return protocol

        server = await loop.create_server(accept, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        reader, peer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=trust, server_hostname="localhost"
        )
        protocol, transport = await accepted
        writer = TransportWriter(transport)
        for n in range(50):
            assert writer.send(b"%04d" % n, NO_LIMIT)
        assert await reader.readexactly(200) == b"".join(b"%04d" % n for n in range(50))
        peer.close()
        await protocol.lost
        server.close()
        await server.wait_closed()

    await on_loop(scenario)


@pytest.mark.parametrize("size", [0, 125, 126, 65535, 65536])
def test_a_text_message_is_one_unmasked_final_frame(size):
    message = text_message(b"x" * size)

    assert message[0] == 0x80 | Opcode.TEXT
    assert message.endswith(b"x" * size)
    assert len(message) - size == (2 if size < 126 else 4 if size < 65536 else 10)


def _certificate(directory):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = directory / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
