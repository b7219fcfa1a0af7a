"""URLs of a Redis, read."""

import ssl

import pytest

from seat_engine.store.address import Server, parse_address


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("redis://10.0.0.1:7000/2", Server("10.0.0.1", 7000)),
        ("redis://", Server("127.0.0.1", 6379)),
        ("redis://[::1]:7000", Server("::1", 7000)),
        ("unix:///run/redis.sock?db=2", Server(path="/run/redis.sock")),
    ],
)
def test_the_plain_forms_name_a_server(url, server):
    address = parse_address(url)

    assert (address.servers, address.cluster, address.service) == ((server,), False, "")


@pytest.mark.parametrize("url", ["redis://h/2", "redis://h?db=2", "unix:///s?db=2", "redis+sentinel://h/s/2"])
def test_a_database_has_a_number(url):
    assert parse_address(url).login.database == 2


def test_sentinels_name_a_service_and_have_words_of_their_own():
    address = parse_address("redis+sentinel://u:p%40@a:1,b,[::1]:3/seats?sentinel_password=q")

    assert address.servers == (Server("a", 1), Server("b", 26379), Server("::1", 3))
    assert (address.service, address.cluster) == ("seats", False)
    assert (address.login.username, address.login.password) == ("u", "p@")
    assert address.sentinel_login.password == "q"


def test_a_cluster_is_known_by_some_of_its_nodes():
    address = parse_address("rediss+cluster://:p@a:1,b")

    assert (address.servers, address.cluster) == ((Server("a", 1), Server("b", 6379)), True)
    assert address.login.tls is not None


def test_tls_checks_everything_unless_told_otherwise():
    tls = parse_address("rediss://h").login.tls
    lax = parse_address("rediss://h?ssl_cert_reqs=none").login.tls
    nameless = parse_address("rediss://h?ssl_check_hostname=false").login.tls

    assert tls is not None
    assert lax is not None
    assert nameless is not None
    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (lax.verify_mode, lax.check_hostname) == (ssl.CERT_NONE, False)
    assert (nameless.verify_mode, nameless.check_hostname) == (ssl.CERT_REQUIRED, False)
    assert parse_address("redis://h?socket_timeout=5").login.tls is None


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("localhost:6379", "begins with one of"),
        ("http://h", "begins with one of"),
        ("redis://h/zero", "number"),
        ("redis://a,b", "one server"),
        ("redis+sentinel://a,b", "service"),
        ("redis+cluster://a/1", "no numbered databases"),
        ("unix://", "full path"),
        ("rediss://h?ssl_certs_path=/x", "not understood: ssl_certs_path"),
        ("rediss://h?ssl_cert_reqs=maybe", "ssl_cert_reqs"),
        ("rediss://h?ssl_check_hostname=maybe", "ssl_check_hostname"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(url, complaint):
    with pytest.raises(ValueError, match=complaint):
        parse_address(url)


def test_nothing_that_is_shown_has_the_password_in_it():
    assert "sesame" not in repr(parse_address("redis://:sesame@h"))
    with pytest.raises(ValueError, match="number") as refused:
        parse_address("redis://:sesame@h/x")
    assert "sesame" not in str(refused.value)
