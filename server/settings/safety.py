"""What a house for the public is not started with: secrets that are missing, short, or everybody's."""

from urllib.parse import parse_qs, unquote, urlsplit

from server.settings.postgres import is_local_socket, proof_of

_SHORTEST = 16
"""Characters of a password that only machines type."""
_EVERYBODYS = (
    "password", "postgres", "redis", "movie", "magic", "secret", "change", "default", "example", "admin",
    "12345",
)  # fmt: skip


def weakness(secret: str | None) -> str | None:
    """Say what is wrong with a secret that no person types; None when nothing is."""
    if not secret:
        return "is missing"
    if len(secret) < _SHORTEST:
        return f"has fewer than {_SHORTEST} characters"
    if len(set(secret)) < _SHORTEST // 2:
        return "repeats itself"
    if any(word in secret.lower() for word in _EVERYBODYS):
        return "contains a word that everybody tries first"
    return None


def weak_address(url: str) -> str | None:
    """Say what is wrong with the password of a server's address; None when nothing is, or on a Unix socket.

    Whoever may open the socket's file is the file system's to say. A file of passwords or a certificate
    stands in for a password.
    """
    if url.startswith("postgres"):
        if is_local_socket(url):
            return None
        password = proof_of(url)
        if password == "":
            return None
    else:
        parts = urlsplit(url)
        if parts.scheme == "unix" or parts.scheme.endswith("+unix"):
            return None
        password = unquote(parts.password) if parts.password else None
    wrong = weakness(password)
    return None if wrong is None else f"password {wrong}"


def unchecked(url: str) -> bool:
    """Tell whether an address of Redis asks for TLS with whoever answers."""
    asked = parse_qs(urlsplit(url).query).get("ssl_cert_reqs", [])
    return not url.startswith("postgres") and any(
        one.lower() not in {"required", "cert_required"} for one in asked
    )
