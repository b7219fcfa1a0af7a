"""What keeps a program from starting is one line that names the variable; a server must prove who it is."""

import asyncio
import datetime as dt
import ssl
import stat
import subprocess
import sys
from contextlib import asynccontextmanager
from ipaddress import ip_address
from urllib.parse import urlsplit

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.core import db, start
from server.house.secrets import signing_key
from server.settings import get_settings

_URLS = {"DATABASE_URL": "postgresql://u:p@127.0.0.1:9/x", "REDIS_URL": "redis://127.0.0.1:9/0"}


@pytest.fixture
def told(monkeypatch, tmp_path):
    """Start with an environment; return the exit code."""
    monkeypatch.setattr(start, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr("os.umask", lambda _: None)  # this process is not the program's

    def starts(**environment):
        names = ("SEATS_REDIS_URL", "JWT_PRIVATE_KEY_FILE", "DATABASE_URL_FILE", "REDIS_URL_FILE")
        for name in names:
            monkeypatch.delenv(name, raising=False)
        for name, value in {**_URLS, "DATA_DIR": str(tmp_path), **environment}.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        return start.run(begin)

    def begin() -> None:
        start.settings_for_service()

    yield starts
    get_settings.cache_clear()


TLS = "postgresql://u:p@127.0.0.1:9/x?sslmode=verify-full&sslrootcert="


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"ENVIRONMENT": "prodution"}, "ENVIRONMENT: must be development, test or production"),
        ({"ENVIRONMENT": "prodution"}, "(production?)"),
        ({"ENVIRONMENT": ""}, "ENVIRONMENT: must be"),
        ({"DATABASE_POOL": "many"}, "DATABASE_POOL: "),
        ({"MESSAGE_CHANNEL": "pigeon"}, "MESSAGE_CHANNEL: "),
        ({"TRUSTED_PROXIES": "10.0.0.0/8,proxy.internal"}, "TRUSTED_PROXIES: 'proxy.internal' is no address"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES: '0.0.0.0/0' is far too wide"),
        ({"OPERATOR_NETWORKS": '["10.0.0.0/8"'}, "OPERATOR_NETWORKS: a list is written with commas"),
        ({"RATE_CODE": "often"}, "RATE_CODE: a rate is written like"),
        ({"DATABASE_URL": "mysql://h/x"}, "DATABASE_URL: an address of PostgreSQL begins with postgresql://"),
        ({"DATABASE_URL": "postgresql://h/x?sslmod=require"}, "'sslmod' is not supported (sslmode?)"),
        ({"DATABASE_URL": f"{TLS}/nowhere/ca.pem"}, "DATABASE_URL: sslrootcert=/nowhere/ca.pem cannot"),
        ({"DATABASE_URL_FILE": "/nowhere/url", "DATABASE_URL": ""}, "DATABASE_URL"),
        ({"STRIPE_SECRET_KEY_FILE": "/nowhere/key"}, "STRIPE_SECRET_KEY_FILE cannot be read: No such file"),
        ({"REDIS_URL": "redis+cluster://h:6379"}, "REDIS_URL: an address of the queue's Redis begins with"),
        ({"REDIS_URL": "redis://h/0?ssl_ca_certs=/ca.pem"}, "REDIS_URL: ssl_ca_certs needs an address"),
        ({"REDIS_URL": "rediss://h/0?ssl_ca_cert=/ca.pem"}, "'ssl_ca_cert' is not supported (ssl_ca_certs?)"),
        ({"REDIS_URL": "rediss://h/0?ssl_ca_certs=/nowhere"}, "REDIS_URL: its certificates cannot be read"),
        ({"REDIS_URL": "redis://h/zero"}, "REDIS_URL: a database has a number"),
        ({"SEATS_REDIS_URL": "redis+sentinel://h"}, "SEATS_REDIS_URL: a redis+sentinel:// URL names"),
        ({"JWT_PRIVATE_KEY_FILE": "/nowhere/jwt.pem"}, "JWT_PRIVATE_KEY_FILE: /nowhere/jwt.pem cannot"),
        ({"JWT_PRIVATE_KEY_FILE": __file__}, "does not hold a private key"),
        ({}, "DATABASE_URL: PostgreSQL does not answer: ConnectionRefusedError"),
    ],
)  # fmt: skip
def test_what_keeps_a_program_from_starting_is_one_line(told, capsys, environment, sentence):
    assert told(**environment) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert (said.err.count("\n"), said.out) == (1, "")
    assert said.err.startswith("error: ")


def test_another_key_that_is_not_there_is_named_by_its_own_variable(told, capsys, tmp_path):
    key = signing_key(tmp_path / "jwt.pem")
    assert told(JWT_PRIVATE_KEY_FILE=str(key), JWT_OTHER_KEY_FILES=f"{key}, /nowhere/old.pem") == 1
    assert capsys.readouterr().err.startswith("error: JWT_OTHER_KEY_FILES: /nowhere/old.pem cannot be read")


def test_a_redis_that_is_away_or_refuses_us_is_named(told, capsys, servers):
    postgres = {"DATABASE_URL": servers.environment["DATABASE_URL"]}
    assert told(**postgres) == 1
    assert capsys.readouterr().err.startswith("error: REDIS_URL: Redis does not answer")
    foreign = servers.environment["REDIS_URL"].replace("redis://:", "redis://:not-")
    assert told(**postgres, REDIS_URL=foreign) == 1
    assert capsys.readouterr().err.startswith("error: REDIS_URL: Redis cannot be used")
    good = servers.environment["REDIS_URL"]
    assert told(**postgres, REDIS_URL=good, SEATS_REDIS_URL="redis://127.0.0.1:9/0") == 1
    assert capsys.readouterr().err.startswith("error: SEATS_REDIS_URL: Redis does not answer")
    assert told(**postgres, REDIS_URL=good) == 0


@pytest.mark.parametrize("parameter", ["password=wrong", "dbname=nothing"])
def test_a_postgresql_that_refuses_us_is_not_waited_for(told, capsys, servers, monkeypatch, parameter):
    password = urlsplit(servers.environment["DATABASE_URL"]).password
    url = f"{servers.environment['DATABASE_URL']}?{parameter}"
    monkeypatch.setattr(start, "PATIENCE_SECONDS", 3600.0)
    monkeypatch.setattr(start, "_AGAIN_SECONDS", 3600.0)
    assert told(DATABASE_URL=url) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: DATABASE_URL: PostgreSQL cannot be used")
    assert password not in said


PROGRAMS = (
    ("server", "serve", "--port", "1"), ("server", "migrate"), ("server", "seed-demo"),
    ("server", "make-admin", "a@example.com"), ("workers", "work"), ("workers", "clock"),
    ("workers", "audit"), ("workers", "dead"),
)  # fmt: skip


def test_every_program_asks_what_it_is_for_and_reads_files_that_hold_addresses(servers, tmp_path):
    """None guesses that it is for development; and workers read REDIS_URL_FILE as everybody does."""
    (tmp_path / "redis").write_text("redis://cache/zero")
    environment = {name: value for name, value in servers.environment.items() if name != "REDIS_URL"}
    environment |= {"REDIS_URL_FILE": str(tmp_path / "redis")}
    nameless = {name: value for name, value in environment.items() if name != "ENVIRONMENT"}
    for told, sentence in ((nameless, "ENVIRONMENT must be set"), (environment, "REDIS_URL: a database has")):
        running = [
            subprocess.Popen(
                [sys.executable, "-m", *command], env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                text=True,
            )
            for command in PROGRAMS
        ]  # fmt: skip
        for command, process in zip(PROGRAMS, running, strict=True):
            out, said = process.communicate()
            assert (process.returncode, out, said.count("\n")) == (1, "", 1), (command, out, said)
            assert said.startswith(f"error: {sentence}"), command


def test_what_a_program_makes_is_its_owners_alone(tmp_path):
    script = "import sys; from server.core import start; start.run(lambda: open(sys.argv[1], 'w').close())"
    made = tmp_path / "made"
    subprocess.run([sys.executable, "-c", script, str(made)], check=True)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


class Authority:
    """Signs certificates of servers."""

    def __init__(self, folder, name):
        self._folder, self._name = folder, x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.roots = folder / f"{name}.pem"
        own = self._builder(self._name, self._key).add_extension(x509.BasicConstraints(True, None), True)
        self.roots.write_bytes(own.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def _builder(self, name, key):
        now = dt.datetime.now(dt.UTC)
        return (
            x509.CertificateBuilder().subject_name(name).issuer_name(self._name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(hours=1))
            .not_valid_after(now + dt.timedelta(hours=1))
        )  # fmt: skip

    def server(self, address):
        """Return what a server at this address proves itself with."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "postgresql")])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        certificate = self._builder(name, key).add_extension(names, False).sign(self._key, hashes.SHA256())
        path = self._folder / f"server-{address}.pem"
        path.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


@asynccontextmanager
async def tls_before(url, context):
    """Speak TLS in front of a PostgreSQL that was built without; give the port, and who came through it."""
    real, came = urlsplit(url), []

    async def pass_on(source, target):
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()
        target.close()

    async def serve(reader, writer):
        came.append("plain")
        try:
            first = await reader.readexactly(8)
            if first[4:] == (80877103).to_bytes(4):  # SSLRequest
                writer.write(b"S")
                await writer.start_tls(context)
                came[-1] = "tls"
                first = b""
            there, here = await asyncio.open_connection(real.hostname, real.port)
            here.write(first)
            await asyncio.gather(pass_on(reader, here), pass_on(there, writer))
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], came
    finally:
        server.close()


async def test_postgresql_is_believed_as_far_as_sslmode_says(servers, tmp_path):
    ours, theirs = Authority(tmp_path, "ours"), Authority(tmp_path, "theirs")
    url = servers.environment["DATABASE_URL"]

    async def reached(port, query):
        address = url.replace(f":{urlsplit(url).port}/", f":{port}/") + query
        try:
            connection = await asyncpg.connect(**db.credentials(address))
        except ssl.SSLCertVerificationError:
            return False
        name = await connection.fetchval("SELECT current_setting('application_name')")
        await connection.close()
        return name

    right, wrong = (f"&sslrootcert={one.roots}&application_name=shop" for one in (ours, theirs))
    async with tls_before(url, ours.server("127.0.0.1")) as (port, came):
        assert await reached(port, f"?sslmode=verify-full{right}") == "shop"
        assert await reached(port, f"?sslmode=require{right}") == "shop"
        assert await reached(port, "?sslmode=require&application_name=shop") == "shop"
        assert came == ["tls"] * 3
        assert await reached(port, f"?sslmode=verify-full{wrong}") is False
        assert await reached(port, f"?sslmode=verify-ca{wrong}") is False
        assert await reached(port, f"?sslmode=require{wrong}") is False
        # and every program is refused as the driver is, without waiting
        command = [sys.executable, "-m", "workers", "dead"]
        address = url.replace(f":{urlsplit(url).port}/", f":{port}/") + f"?sslmode=verify-full{wrong}"
        program = await asyncio.create_subprocess_exec(
            *command, env={**servers.environment, "DATABASE_URL": address}, stderr=asyncio.subprocess.PIPE
        )
        _, said = await program.communicate()
        assert (program.returncode, said.count(b"\n")) == (1, 1), said
        assert said.startswith(b"error: DATABASE_URL: PostgreSQL cannot be used: SSLCertVerificationError")
    async with tls_before(url, ours.server("192.0.2.1")) as (port, _):
        assert await reached(port, f"?sslmode=verify-full{right}") is False  # it is another server's
        assert await reached(port, f"?sslmode=verify-ca{right}") == "shop"
    with pytest.raises(ConnectionError):  # ours has no TLS, and none may be passed over
        await reached(urlsplit(url).port, f"?sslmode=verify-full{right}")
