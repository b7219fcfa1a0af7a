"""Access tokens: short-lived JWTs signed with ES256, and the published key set that verifies them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from server.core.errors import NotSignedIn

_ISSUER = "movie-magic"
_MOST_VERIFIED = 10_000
_ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is asking, as their access token says."""

    user_id: UUID
    session_id: UUID
    roles: frozenset[str]

    @property
    def is_staff(self) -> bool:
        """Whether the caller works here in any role."""
        return bool(self.roles & {"staff", "manager", "admin"})


class TokenSigner:
    """Signs and verifies access tokens with one EC P-256 key; ``kid`` is the key's thumbprint."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, *, lifetime: timedelta) -> None:
        self._key = key
        self.lifetime = lifetime
        public = key.public_key()
        raw = public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
        self.kid = sha256(raw).hexdigest()[:16]
        self._public = public
        self._verified: dict[str, tuple[Caller, float]] = {}
        """Callers of tokens whose signature was found good, with the moment they expire."""

    @classmethod
    def from_pem(cls, path: Path, *, lifetime: timedelta) -> "TokenSigner":
        """Read the private key; raises ``ValueError`` when the file holds no EC P-256 key."""
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except ValueError as error:
            raise ValueError(f"{path} does not hold a private key in PEM form") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError(f"{path} does not hold an EC P-256 private key")  # noqa: TRY004 # the file is wrong, not the type of an argument
        return cls(key, lifetime=lifetime)

    @classmethod
    def ephemeral(cls, *, lifetime: timedelta) -> "TokenSigner":
        """Make a key that dies with the process, for one-process development and tests."""
        return cls(ec.generate_private_key(ec.SECP256R1()), lifetime=lifetime)

    def sign(self, caller: Caller, *, at: datetime) -> str:
        """Return an access token that says who the caller is until ``at + lifetime``."""
        claims = {
            "iss": _ISSUER,
            "sub": str(caller.user_id),
            "sid": str(caller.session_id),
            "roles": sorted(caller.roles),
            "iat": at,
            "exp": at + self.lifetime,
        }
        return jwt.encode(claims, self._key, algorithm=_ALGORITHM, headers={"kid": self.kid})

    def verify(self, token: str) -> Caller:
        """Return the caller of a token; raises ``NotSignedIn`` when it is forged, foreign or expired.

        A signature is checked once, for it costs a fifth of a millisecond and a page asks many times.
        """
        known = self._verified.get(token)
        if known is not None and known[1] > time():
            return known[0]
        try:
            claims = jwt.decode(
                token,
                self._public,
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                options={"require": ["exp", "iat", "sub", "sid", "roles"]},
            )
            caller = Caller(
                user_id=UUID(claims["sub"]),
                session_id=UUID(claims["sid"]),
                roles=frozenset(claims["roles"]),
            )
        except (jwt.InvalidTokenError, ValueError, TypeError) as error:
            raise NotSignedIn("The access token is not valid or has expired") from error
        if len(self._verified) >= _MOST_VERIFIED:
            self._verified.clear()
        self._verified[token] = caller, float(claims["exp"])
        return caller

    def jwks(self) -> dict[str, Any]:
        """Return the public key set, as other services fetch it."""
        jwk = ECAlgorithm.to_jwk(self._public, as_dict=True)
        return {"keys": [{**jwk, "kid": self.kid, "use": "sig", "alg": _ALGORITHM}]}
