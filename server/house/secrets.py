"""Secrets of a house for development: made once, kept under the data directory, for their owner alone."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.house.failure import HouseError


def private_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    draft.replace(path)


def token(path: Path) -> str:
    """Return the random word kept in `path`; make it first when there is none (32 bytes of randomness)."""
    if not path.exists():
        private_file(path, secrets.token_urlsafe(32).encode())
    word = path.read_text().strip()
    if not word:
        raise HouseError(f"{path} is empty: remove it and start again")
    return word


def signing_key(path: Path) -> Path:
    """Return `path` after making sure that it holds a private key for signing access tokens (EC P-256, PEM).

    Raises HouseError when the file exists and is something else.
    """
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        private_file(path, pem)
    try:
        loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError:
        loaded = None
    if not isinstance(loaded, ec.EllipticCurvePrivateKey):
        raise HouseError(
            f"{path} holds no EC private key: remove it and a new one is made (people sign in again)"
        )
    return path
