"""Access tokens."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest

from server.core import tokens
from server.core.errors import NotSignedIn
from server.core.keys import KeyRing
from server.core.tokens import Caller, TokenSigner

CALLER = Caller(user_id=uuid4(), session_id=uuid4(), roles=frozenset({"customer", "staff"}))


def test_a_token_says_who_the_caller_is():
    signer = TokenSigner(KeyRing.ephemeral(), lifetime=timedelta(minutes=15))
    assert signer.verify(signer.sign(CALLER, at=datetime.now(UTC))) == CALLER


def test_a_token_ends_with_its_lifetime():
    signer = TokenSigner(KeyRing.ephemeral(), lifetime=timedelta(minutes=15))
    token = signer.sign(CALLER, at=datetime.now(UTC) - timedelta(minutes=16))
    with pytest.raises(NotSignedIn):
        signer.verify(token)


def test_a_token_that_was_found_good_ends_with_its_lifetime_all_the_same(monkeypatch):
    signer = TokenSigner(KeyRing.ephemeral(), lifetime=timedelta(minutes=15))
    token = signer.sign(CALLER, at=datetime.now(UTC))
    assert signer.verify(token) == signer.verify(token) == CALLER
    later = datetime.now(UTC) + timedelta(minutes=16)
    monkeypatch.setattr(tokens, "time", later.timestamp)

    def refuse(*_args, **_more):  # as the library would at that time
        raise jwt.ExpiredSignatureError

    monkeypatch.setattr(jwt, "decode", refuse)
    with pytest.raises(NotSignedIn):
        signer.verify(token)


def test_a_token_of_another_key_is_refused():
    ours, theirs = (TokenSigner(KeyRing.ephemeral(), lifetime=timedelta(minutes=15)) for _ in range(2))
    with pytest.raises(NotSignedIn):
        ours.verify(theirs.sign(CALLER, at=datetime.now(UTC)))


def test_a_file_without_an_ec_key_is_named(tmp_path):
    path = tmp_path / "key.pem"
    path.write_text("no key")
    with pytest.raises(ValueError, match="key"):
        KeyRing.from_files(path)
