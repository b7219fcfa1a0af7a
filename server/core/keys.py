"""The keys that this house signs with: one that signs, and those whose signatures still count.

A key is rotated in three steps, each a restart: publish the new one beside the old (it is listed among the
others), sign with the new one and list the old, and drop the old once nothing it signed lives any longer.
"""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from jwt.algorithms import ECAlgorithm

from server.settings import Settings, UnusableSettingError

_ISSUER = "movie-magic"
_ALGORITHM = "ES256"


class KeyRing:
    """EC P-256 keys by ``kid``, which is the thumbprint of the public half; the first one signs."""

    def __init__(
        self, signing: ec.EllipticCurvePrivateKey, others: Iterable[ec.EllipticCurvePublicKey] = ()
    ) -> None:
        self._signing = signing
        self.kid = _thumbprint(signing.public_key())
        self._public = {_thumbprint(key): key for key in (signing.public_key(), *others)}

    @classmethod
    def from_files(cls, signing: Path, others: Sequence[Path] = ()) -> "KeyRing":
        """Read the signing key and the others (private or public) from PEM files.

        Raises ``ValueError`` naming the file that holds no such key, ``OSError`` for one that cannot be read.
        """
        return cls(_private_key(signing), [_public_key(path) for path in others])

    @classmethod
    def of(cls, settings: Settings) -> "KeyRing | None":
        """Return the keys that the settings name, None where they name none.

        Raises ``UnusableSettingError`` for a file that cannot be read or holds no key.
        """
        path = settings.jwt_private_key_file
        if path is None:
            return None
        try:
            return cls.from_files(path, settings.jwt_other_key_files)
        except (OSError, ValueError) as error:
            wrong = str(error)
            if isinstance(error, OSError):
                wrong = f"{error.filename} cannot be read: {error.strerror}"
            name = "JWT_PRIVATE_KEY_FILE" if wrong.startswith(f"{path} ") else "JWT_OTHER_KEY_FILES"
            raise UnusableSettingError(f"{name}: {wrong}") from error

    @classmethod
    def ephemeral(cls) -> "KeyRing":
        """Make a key that dies with the process, for one-process development and tests."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    def sign(self, audience: str, claims: Mapping[str, Any]) -> str:
        """Return a token of these claims for one audience; it is good for no other."""
        return jwt.encode(
            {"iss": _ISSUER, "aud": audience, **claims},
            self._signing,
            algorithm=_ALGORITHM,
            headers={"kid": self.kid},
        )

    def verify(self, audience: str, token: str, *, require: Sequence[str]) -> dict[str, Any]:
        """Return a token's claims; raises ``jwt.InvalidTokenError`` unless it was signed here for this.

        Only ES256 is taken, whatever the token says of itself.
        """
        key = self._public.get(str(jwt.get_unverified_header(token).get("kid")))
        if key is None:
            raise jwt.InvalidTokenError("no key of this house has this kid")
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[_ALGORITHM],
            issuer=_ISSUER,
            audience=audience,
            options={"require": ["exp", *require]},
        )
        return claims

    def derive(self, purpose: str) -> bytes:
        """Return 32 secret bytes for one purpose, other ones for each signing key (HKDF, RFC 5869)."""
        secret = self._signing.private_numbers().private_value.to_bytes(32, "big")
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)

    def jwks(self) -> dict[str, Any]:
        """Return the public key set (RFC 7517), as other services fetch it."""
        return {
            "keys": [
                {**ECAlgorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig", "alg": _ALGORITHM}
                for kid, key in self._public.items()
            ]
        }


def _thumbprint(key: ec.EllipticCurvePublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    return sha256(raw).hexdigest()[:16]


def _private_key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise ValueError(f"{path} does not hold a private key in PEM form") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{path} does not hold an EC P-256 private key")  # noqa: TRY004 # the file is wrong, not the type of an argument
    return key


def _public_key(path: Path) -> ec.EllipticCurvePublicKey:
    pem = path.read_bytes()
    if b"PRIVATE KEY" in pem:
        return _private_key(path).public_key()
    try:
        key = serialization.load_pem_public_key(pem)
    except ValueError as error:
        raise ValueError(f"{path} does not hold a key in PEM form") from error
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{path} does not hold an EC P-256 key")  # noqa: TRY004 # as above
    return key
