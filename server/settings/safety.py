"""What a house for the public is not started with: secrets that are missing, short, or everybody's."""

from urllib.parse import unquote, urlsplit

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

    Whoever may open the socket's file is the file system's to say.
    """
    parts = urlsplit(url)
    if (
        parts.scheme == "unix"
        or parts.scheme.endswith("+unix")
        or "host=/" in parts.query
        or "host=%2F" in parts.query
    ):
        return None
    wrong = weakness(unquote(parts.password) if parts.password else None)
    return None if wrong is None else f"password {wrong}"
