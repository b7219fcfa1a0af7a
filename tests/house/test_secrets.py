"""Secrets are made once and are for their owner alone."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.house.failure import HouseError
from server.house.secrets import signing_key, token


def test_a_signing_key_is_made_once(tmp_path):
    first = signing_key(tmp_path / "key.pem").read_bytes()
    assert signing_key(tmp_path / "key.pem").read_bytes() == first
    key = serialization.load_pem_private_key(first, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"


def test_secrets_are_for_their_owner_alone(tmp_path):
    signing_key(tmp_path / "key.pem")
    token(tmp_path / "word")
    assert [path.stat().st_mode & 0o777 for path in sorted(tmp_path.iterdir())] == [0o600, 0o600]


@pytest.mark.parametrize("content", ["", "not a key"])
def test_a_file_that_is_no_key_is_named(tmp_path, content):
    (tmp_path / "key.pem").write_text(content)
    with pytest.raises(HouseError, match=r"key\.pem holds no EC private key"):
        signing_key(tmp_path / "key.pem")


def test_a_token_is_kept_and_an_empty_one_is_named(tmp_path):
    assert token(tmp_path / "word") == token(tmp_path / "word")
    assert token(tmp_path / "word") != token(tmp_path / "other")
    (tmp_path / "word").write_text("\n")
    with pytest.raises(HouseError, match="word is empty"):
        token(tmp_path / "word")
