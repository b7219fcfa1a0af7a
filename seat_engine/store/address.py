"""Reads the URL of a Redis.

    redis://[user:password@]host[:port][/db]                rediss:// with TLS
    unix://[user:password@]/path/of.sock[?db=0]
    redis+sentinel://[user:password@]host[:port],…/service[/db]
    redis+cluster://[user:password@]host[:port],…           any nodes of it; the others are found

The last two exist as rediss+… as well. With TLS, `ssl_cert_reqs` (required, optional, none), `ssl_ca_certs`,
`ssl_certfile`, `ssl_keyfile` and `ssl_check_hostname` mean what they mean in redis-py's URLs; an `ssl_`
parameter of another name is refused, and other parameters are another client's business and passed over.
Sentinels with a password of their own take `sentinel_username` and `sentinel_password`.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, unquote, urlsplit

_PORT = 6379
_SENTINEL_PORT = 26379
_SCHEMES = frozenset({"redis", "rediss", "unix", "redis+sentinel", "redis+cluster"})
_SSL_PARAMETERS = frozenset(
    {"ssl_cert_reqs", "ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_check_hostname"}
)


@dataclass(frozen=True, slots=True)
class Server:
    """Where one server listens."""

    host: str = ""
    port: int = 0
    path: str = ""
    """Path of a Unix socket; then host and port say nothing."""

    def __str__(self) -> str:
        return self.path or f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Login:
    """What is said to a server before the first command."""

    username: str = ""
    password: str = field(default="", repr=False)
    database: int = 0
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """What a URL says."""

    servers: tuple[Server, ...]
    """The server; the sentinels; or some nodes of the cluster."""
    login: Login
    cluster: bool = False
    service: str = ""
    """Name under which the sentinels know the master; empty without sentinels."""
    sentinel_login: Login = field(default_factory=Login)


def parse_address(url: str) -> Address:
    """Read a URL. Raises ValueError for one that is none of the forms, without repeating its password."""
    # urlsplit knows one host; the list of them is taken apart here.
    scheme, mark, rest = url.partition("://")
    plain = scheme.replace("rediss", "redis", 1)
    if not mark or (scheme not in _SCHEMES and plain not in _SCHEMES):
        raise ValueError(f"a Redis URL begins with one of {', '.join(sorted(_SCHEMES))}, not {scheme!r}")
    authority, slash, path = rest.partition("?")[0].partition("/")
    parameters = dict(parse_qsl(urlsplit(f"redis://x/?{url.partition('?')[2]}").query))
    userinfo, _, hosts = authority.rpartition("@")
    username, _, password = userinfo.partition(":")
    login = Login(
        username=unquote(username),
        password=unquote(password),
        tls=_tls(parameters) if scheme.startswith("rediss") else None,
    )
    if plain == "unix":
        if not path:
            raise ValueError("a unix:// URL names the socket by its full path")
        server = Server(path=slash + unquote(path))
        return Address((server,), replace(login, database=_number(parameters.get("db", "0"))))
    if plain == "redis+cluster":
        if path:
            raise ValueError("a cluster has no numbered databases")
        return Address(_servers(hosts, _PORT), login, cluster=True)
    if plain == "redis+sentinel":
        service, _, database = path.partition("/")
        if not service:
            raise ValueError("a redis+sentinel:// URL names the service: …/service or …/service/db")
        return Address(
            _servers(hosts, _SENTINEL_PORT),
            replace(login, database=_number(database or parameters.get("db", "0"))),
            service=unquote(service),
            sentinel_login=Login(
                parameters.get("sentinel_username", ""),
                parameters.get("sentinel_password", ""),
                tls=login.tls,
            ),
        )
    servers = _servers(hosts, _PORT)
    if len(servers) > 1:
        raise ValueError("a redis:// URL names one server; see redis+sentinel:// and redis+cluster://")
    return Address(servers, replace(login, database=_number(path or parameters.get("db", "0"))))


def _servers(hosts: str, port: int) -> tuple[Server, ...]:
    servers = []
    for host in hosts.split(","):
        parts = urlsplit(f"//{host}")
        servers.append(Server(parts.hostname or "127.0.0.1", parts.port or port))
    return tuple(servers)


def _number(database: str) -> int:
    if not database.isdecimal():
        raise ValueError(f"a database has a number, not {database!r}")
    return int(database)


def _tls(parameters: Mapping[str, str]) -> ssl.SSLContext:
    unknown = {name for name in parameters if name.startswith("ssl_")} - _SSL_PARAMETERS
    if unknown:
        # Passing over a word about safety would be to act against it.
        raise ValueError(f"not understood: {', '.join(sorted(unknown))}")
    context = ssl.create_default_context(cafile=parameters.get("ssl_ca_certs"))
    checks_name = parameters.get("ssl_check_hostname", "true").lower()
    if checks_name not in {"true", "false", "1", "0", "yes", "no"}:
        raise ValueError(f"ssl_check_hostname is true or false, not {checks_name!r}")
    need = parameters.get("ssl_cert_reqs", "required").lower().removeprefix("cert_")
    if need not in {"none", "optional", "required"}:
        raise ValueError(f"ssl_cert_reqs is required, optional or none, not {need!r}")
    context.check_hostname = need == "required" and checks_name in {"true", "1", "yes"}
    context.verify_mode = ssl.VerifyMode[f"CERT_{need.upper()}"]
    if certificate := parameters.get("ssl_certfile"):
        context.load_cert_chain(certificate, parameters.get("ssl_keyfile"))
    return context
