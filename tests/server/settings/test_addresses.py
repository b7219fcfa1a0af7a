"""PostgreSQL's address is read as libpq reads it; what the driver cannot do is refused by name."""

import pytest

from server.settings import postgres

HOUSE = {"host": "127.0.0.1", "port": 5432, "user": "postgres", "password": None, "database": "postgres"}


@pytest.mark.parametrize(
    ("url", "means"),
    [
        ("postgresql://", {}),
        (
            "postgres://u:p%40s@db:5433/house",
            {"host": "db", "port": 5433, "user": "u", "password": "p@s", "database": "house"},
        ),
        ("postgresql://u:p@s:x@db/h", {"host": "db", "user": "u", "password": "p@s:x", "database": "h"}),
        ("postgresql://[::1]:5433/h", {"host": "::1", "port": 5433, "database": "h"}),
        ("postgresql:///h?host=/run/postgresql", {"host": "/run/postgresql", "database": "h"}),
        ("postgresql://%2Frun%2FPG/h", {"host": "/run/PG", "database": "h"}),
        ("postgresql://a,b:5432/h", {"host": ["a", "b"], "database": "h"}),
        ("postgresql:///h?host=a,b&port=5433", {"host": ["a", "b"], "port": 5433, "database": "h"}),
        (
            "postgresql://h?user=u&password=p&dbname=d&port=1&port=2",
            {"host": "h", "port": 2, "user": "u", "password": "p", "database": "d"},
        ),
        ("postgresql://h?sslmode=disable", {"host": "h", "ssl": "disable"}),
        ("postgresql://h?sslmode=prefer", {"host": "h", "ssl": "prefer"}),
        ("postgresql://h?connect_timeout=1", {"host": "h", "timeout": 2}),
        ("postgresql://h?connect_timeout=0&gssencmode=disable&channel_binding=prefer", {"host": "h"}),
        ("postgresql://h?target_session_attrs=standby", {"host": "h", "target_session_attrs": "standby"}),
        (
            "postgresql://h?options=-c%20statement_timeout%3D5s&application_name=shop",
            {
                "host": "h",
                "server_settings": {"options": "-c statement_timeout=5s", "application_name": "shop"},
            },
        ),
        ("postgresql://h?passfile=/run/secrets/pgpass", {"host": "h", "passfile": "/run/secrets/pgpass"}),
    ],
)  # fmt: skip
def test_every_parameter_is_honoured(url, means):
    assert postgres.read(url) == HOUSE | means


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("x", "begins with postgresql://"),
        ("postgresql://h:port/x", "port is a number"),
        ("postgresql://h:99999/x", "port is a number"),
        ("postgresql://a:1,b:2/x", "must listen at the same port"),
        ("postgresql://h?port=1,2", "not as many ports as hosts"),
        ("postgresql://h?sslmode=verify_full", r"sslmode is .* not 'verify_full' \(verify-full\?\)"),
        ("postgresql://h?sslmode=", "sslmode is"),
        ("postgresql://h?sslrootcert=/ca.pem", "sslrootcert needs sslmode as well"),
        ("postgresql://h?sslmode=prefer&sslrootcert=/ca.pem", "sslrootcert needs sslmode=require"),
        ("postgresql://h?sslmode=verify-ca&sslrootcert=system", "needs sslmode=verify-full"),
        ("postgresql://h?sslmode=require&sslkey=/key.pem", "sslkey needs sslcert"),
        ("postgresql://h?sslmode=require&sslcert=/nowhere.pem", "sslcert=/nowhere.pem cannot be read"),
        ("postgresql://h?sslmode=require&sslcrl=" + __file__, "sslcrl=.* cannot be read: it holds no such"),
        ("postgresql://h?sslmode=require&ssl_min_protocol_version=TLSv1", "ssl_min_protocol_version is"),
        ("postgresql:///h?host=/run&sslmode=require", "not for a Unix socket"),
        ("postgresql://h?channel_binding=require", "channel_binding is prefer or disable, not 'require'"),
        ("postgresql://h?gssencmode=require", "gssencmode is"),
        ("postgresql://h?client_encoding=latin1", "client_encoding is UTF8"),
        ("postgresql://h?keepalives_idle=5", "'keepalives_idle' is not supported"),
        ("postgresql://h?sslrootcrt=/ca", r"'sslrootcrt' is not supported \(sslrootcert\?\)"),
        ("postgresql://h?connect_timeout=soon", "connect_timeout is a number"),
        ("postgresql://h%00/db", "a character that cannot be seen"),
        ("postgresql://h/d%0ab", "a character that cannot be seen"),
        ("postgresql://h?target_session_attrs=any-old", "target_session_attrs is"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_by_name(url, sentence, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(ValueError, match=sentence) as refused:
        postgres.read(url)
    assert "\n" not in str(refused.value)


def test_checking_needs_roots_and_finds_those_of_this_account(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(ValueError, match="sslmode=verify-full needs sslrootcert"):
        postgres.read("postgresql://one?sslmode=verify-full")
    system = postgres.read("postgresql://two?sslrootcert=system")["ssl"]
    assert system.check_hostname
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").write_text("none")
    with pytest.raises(ValueError, match=r"sslrootcert=.*root\.crt cannot be read: it holds no such thing"):
        postgres.read("postgresql://three?sslmode=require")
