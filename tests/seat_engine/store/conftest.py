"""A store that reaches a real Redis over a network which does what the test wants."""

import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from seat_engine import open_store
from tests.seat_engine.servers import CALL_TIMEOUT, RedisCluster, RedisServer, free_port, modern_binary
from tests.seat_engine.store.proxy import Proxy


@pytest.fixture
async def proxy(own_server):
    async with Proxy(own_server.port) as proxy:
        yield proxy


@pytest.fixture
async def store(proxy):
    """Connected already, so that a test's misfortune does not fall on the first words."""
    store = open_store(proxy.url, timeout=CALL_TIMEOUT)
    await store.ping()
    yield store
    await store.aclose()


@pytest.fixture(scope="module")
def own_cluster():
    """A cluster that the tests of one file may take apart."""
    cluster = RedisCluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
async def sharded_store(own_cluster):
    store = own_cluster.store()
    yield store
    await store.aclose()


@pytest.fixture
def own_cluster_admin(own_cluster):
    with own_cluster.nodes[0].admin() as admin:
        yield admin


def certificate(home):
    """A certificate for 127.0.0.1 that signs itself; return the files of it and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "seats")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    (home / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    (home / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return str(home / "cert.pem"), str(home / "key.pem")


@pytest.fixture(scope="session")
def encrypted(tmp_path_factory):
    """A server that speaks TLS on a second port; its port and its certificate."""
    cert, key = certificate(tmp_path_factory.mktemp("tls"))
    port = free_port()
    tls = [
        "--tls-port",
        str(port),
        "--tls-cert-file",
        cert,
        "--tls-key-file",
        key,
        "--tls-auth-clients",
        "no",
    ]
    server = RedisServer(modern_binary(), *tls)
    try:
        server.start()
        yield port, cert
    finally:
        server.close()
