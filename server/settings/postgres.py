"""Reads PostgreSQL's address as libpq does, or refuses by name what the driver cannot do.

    postgresql://[user[:password]@][host[:port],…][/database][?parameter=value&…]

What a parameter means stands in PostgreSQL's manual ("Connection Strings"). Passing one over would be to act
against it: who writes ``sslmode=verify-full`` must not be served without it.
"""

import ssl
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_WITHOUT_CHECKS = _MODES[:3]
_TLS = ("sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl", "sslnegotiation",
        "ssl_min_protocol_version", "ssl_max_protocol_version")  # fmt: skip
_SESSIONS = ("any", "read-write", "read-only", "primary", "standby", "prefer-standby")
_VERSIONS = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}
_KNOWN = frozenset(
    {"host", "port", "user", "password", "dbname", "passfile", "sslmode", *_TLS, "application_name",
     "options", "connect_timeout", "target_session_attrs", "channel_binding", "client_encoding", "gssencmode"}
)  # fmt: skip
_PORT = 5432
_SHORTEST_TIMEOUT = 2


@lru_cache(maxsize=16)
def read(url: str) -> Mapping[str, Any]:
    """Return asyncpg's connection arguments for an address.

    Raises ``ValueError`` with a sentence for what cannot be read or cannot be done, passwords left out.
    """
    scheme, mark, rest = url.partition("://")
    if not mark or scheme not in {"postgres", "postgresql"}:
        raise ValueError("an address of PostgreSQL begins with postgresql://")
    if not unquote(url).isprintable():
        raise ValueError("it holds a character that cannot be seen")
    authority, _, after = rest.partition("?")[0].partition("/")
    query = _parameters(urlsplit(f"//x/?{rest.partition('?')[2]}").query)
    userinfo, at, hosts = authority.rpartition("@")
    user, colon, password = userinfo.partition(":") if at else ("", "", "")
    names, ports = _hosts(query.get("host") or hosts, query.get("port"), encoded="host" not in query)
    arguments: dict[str, Any] = {
        "host": names if len(names) > 1 else names[0],
        "port": ports[0],
        "user": query.get("user") or unquote(user) or "postgres",
        "password": query.get("password") or (unquote(password) if colon and password else None),
        "database": query.get("dbname") or unquote(after) or "postgres",
    }
    if "passfile" in query:
        arguments["passfile"] = query["passfile"]
    return {
        **arguments,
        **_session(query),
        **_tls(query, sockets=all(name.startswith("/") for name in names)),
    }


def is_local_socket(url: str) -> bool:
    """Tell whether an address leads to a Unix socket of this machine."""
    host = read(url)["host"]
    return all(name.startswith("/") for name in ([host] if isinstance(host, str) else host))


def proof_of(url: str) -> str | None:
    """Return the password of an address; an empty text where a file or a certificate stands in for it."""
    arguments = read(url)
    query = dict(parse_qsl(urlsplit(url).query))
    password: str | None = arguments["password"]
    return "" if password is None and ("passfile" in query or "sslcert" in query) else password


def _parameters(text: str) -> dict[str, str]:
    query = dict(parse_qsl(text, keep_blank_values=True))  # the last one counts, as in libpq
    for name in query:
        if name not in _KNOWN:
            near = get_close_matches(name, _KNOWN, n=1)
            raise ValueError(f"the parameter {name!r} is not supported" + (f" ({near[0]}?)" if near else ""))
    return query


def _hosts(hosts: str, ports: str | None, *, encoded: bool) -> tuple[list[str], list[int]]:
    names, numbers = [], []
    for entry in hosts.split(","):
        if entry.startswith("["):
            name, _, port = entry[1:].partition("]")
            port = port.removeprefix(":")
        elif encoded or entry.count(":") == 1:
            name, _, port = entry.partition(":")
        else:
            name, port = entry, ""
        names.append(unquote(name) if encoded else name)
        numbers.append(port)
    if ports is not None:
        given = ports.split(",")
        numbers = given * len(names) if len(given) == 1 else given
    if len(numbers) != len(names):
        raise ValueError("there are not as many ports as hosts")
    listening = [_number("port", text or str(_PORT)) for text in numbers]
    if len(set(listening)) > 1:
        raise ValueError("several hosts must listen at the same port")
    return [name or "127.0.0.1" for name in names], listening


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > 65535:  # noqa: PLR2004 # the largest port
        raise ValueError(f"{name} is a number, not {text!r}")
    return int(text)


def _session(query: Mapping[str, str]) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    told = {name: query[name] for name in ("application_name", "options") if name in query}
    if told:
        arguments["server_settings"] = told
    if seconds := _number("connect_timeout", query.get("connect_timeout", "0")):
        arguments["timeout"] = max(seconds, _SHORTEST_TIMEOUT)
    if (wanted := query.get("target_session_attrs")) is not None:
        arguments["target_session_attrs"] = _one_of("target_session_attrs", wanted, _SESSIONS)
    _one_of("channel_binding", query.get("channel_binding", "prefer"), ("prefer", "disable"))
    _one_of("gssencmode", query.get("gssencmode", "prefer"), ("prefer", "disable"))
    if query.get("client_encoding", "utf8").lower() not in {"utf8", "utf-8", "auto"}:
        raise ValueError("client_encoding is UTF8")
    return arguments


def _one_of(name: str, value: str, values: tuple[str, ...]) -> str:
    if value not in values:
        near = get_close_matches(value, values, n=1)
        raise ValueError(
            f"{name} is {' or '.join(values)}, not {value!r}" + (f" ({near[0]}?)" if near else "")
        )
    return value


def _tls(query: Mapping[str, str], *, sockets: bool) -> dict[str, Any]:
    system = query.get("sslrootcert") == "system"
    mode = query.get("sslmode", "verify-full" if system else None)
    more = [name for name in _TLS if name in query]
    if mode is None:
        if more:
            raise ValueError(f"{more[0]} needs sslmode as well: require, verify-ca or verify-full")
        return {}  # the driver's own: TLS where the server offers it
    if _one_of("sslmode", mode, _MODES) in _WITHOUT_CHECKS:
        if more:
            raise ValueError(f"{more[0]} needs sslmode=require, verify-ca or verify-full, not {mode}")
        return {"ssl": mode}
    if sockets:
        raise ValueError(f"sslmode={mode} is not for a Unix socket, which knows no TLS")
    if system and mode != "verify-full":
        raise ValueError("sslrootcert=system needs sslmode=verify-full")
    arguments: dict[str, Any] = {"ssl": _context(mode, query)}
    if _one_of("sslnegotiation", query.get("sslnegotiation", "postgres"), ("postgres", "direct")) == "direct":
        arguments["direct_tls"] = True
    return arguments


def _context(mode: str, query: Mapping[str, str]) -> ssl.SSLContext:
    """Return what checks the server, as libpq would: with a file of roots, ``require`` checks them too."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = mode == "verify-full"
    roots, own = query.get("sslrootcert"), Path.home() / ".postgresql" / "root.crt"
    if roots is None and own.exists():
        roots = str(own)
    if roots is None and mode != "require":
        raise ValueError(f"sslmode={mode} needs sslrootcert: a file of root certificates, or system")
    if roots is None:
        context.verify_mode = ssl.CERT_NONE
    elif roots == "system":
        context.load_default_certs()
    else:
        _load("sslrootcert", roots, lambda: context.load_verify_locations(cafile=roots))
    if (revoked := query.get("sslcrl")) is not None:
        _load("sslcrl", revoked, lambda: context.load_verify_locations(cafile=revoked))
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN
    certificate, key = query.get("sslcert"), query.get("sslkey")
    if certificate is not None:
        word = query.get("sslpassword", "")
        _load("sslcert", certificate, lambda: context.load_cert_chain(certificate, key, lambda: word))
    elif key is not None:
        raise ValueError("sslkey needs sslcert as well")
    for name, limit in (("min", "minimum_version"), ("max", "maximum_version")):
        parameter = f"ssl_{name}_protocol_version"
        if parameter in query:
            version = _one_of(parameter, query[parameter], tuple(_VERSIONS))
            setattr(context, limit, _VERSIONS[version])
    return context


def _load(parameter: str, path: str, load: Callable[[], None]) -> None:
    try:
        load()
    except OSError as error:  # ssl.SSLError is one
        reason = "it holds no such thing" if isinstance(error, ssl.SSLError) else error.strerror
        raise ValueError(f"{parameter}={path} cannot be read: {reason}") from error
