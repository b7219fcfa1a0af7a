"""The keys of the house: rotated without anybody noticing, and nothing else is taken for them."""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from server.core.keys import KeyRing
from server.house.secrets import signing_key
from tests.conftest import another_api

SOON = datetime.now(UTC) + timedelta(hours=1)
CLAIMS = {"sub": "somebody", "exp": SOON}


@pytest.fixture
def two(tmp_path):
    return [signing_key(tmp_path / f"{name}.pem") for name in ("old", "new")]


def public_half(path, target):
    key = serialization.load_pem_private_key(path.read_bytes(), password=None).public_key()
    target.write_bytes(
        key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return target


def test_a_new_key_signs_while_what_the_old_one_signed_still_counts(two, tmp_path):
    old, new = two
    before, after = KeyRing.from_files(old), KeyRing.from_files(new, [old])
    token = before.sign("api", CLAIMS)
    assert after.verify("api", token, require=("sub",))["sub"] == "somebody"
    assert jwt.get_unverified_header(after.sign("api", CLAIMS))["kid"] == after.kid != before.kid
    public = KeyRing.from_files(new, [public_half(old, tmp_path / "old.pub")])
    assert public.verify("api", token, require=())["sub"] == "somebody"


def test_a_key_that_was_dropped_counts_no_more(two):
    old, new = two
    token = KeyRing.from_files(old).sign("api", CLAIMS)
    with pytest.raises(jwt.InvalidTokenError):
        KeyRing.from_files(new).verify("api", token, require=())


def test_all_keys_are_published_without_their_secret(two):
    old, new = two
    keys = KeyRing.from_files(new, [old]).jwks()["keys"]
    assert len({key["kid"] for key in keys}) == 2
    assert {tuple(sorted(key)) for key in keys} == {("alg", "crv", "kid", "kty", "use", "x", "y")}


def test_what_was_signed_for_one_use_is_good_for_no_other():
    keys = KeyRing.ephemeral()
    with pytest.raises(jwt.InvalidAudienceError):
        keys.verify("api", keys.sign("device", CLAIMS), require=())


def forged(header: dict, claims: dict, signature: bytes = b"") -> str:
    parts = [orjson.dumps(header), orjson.dumps(claims), signature]
    return ".".join(map(encoded, parts))


def encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def forgeries():
    keys = KeyRing.ephemeral()
    stranger = KeyRing.ephemeral()
    claims = {"iss": "movie-magic", "aud": "api", "sub": "x", "exp": int(SOON.timestamp())}
    theirs = stranger.sign("api", CLAIMS)
    good = keys.sign("api", CLAIMS)
    head, body, _ = good.split(".")
    # Signed with what everybody can read (the library itself would refuse to make such a token).
    pem = keys._signing.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    unsigned = forged({"alg": "HS256", "kid": keys.kid}, claims).removesuffix(".")
    by_public = f"{unsigned}.{encoded(hmac.digest(pem, unsigned.encode(), 'sha256'))}"
    yield pytest.param(keys, forged({"alg": "none", "kid": keys.kid}, claims), id="no signature at all")
    yield pytest.param(
        keys, forged({"alg": "NONE", "kid": keys.kid}, claims, b"x"), id="the same in capitals"
    )
    yield pytest.param(keys, by_public, id="the public key as a password")
    yield pytest.param(keys, f"{head}.{body}.", id="a signature left out")
    yield pytest.param(keys, f"{head}.{body}.{theirs.split('.')[2]}", id="the signature of another")
    yield pytest.param(keys, theirs, id="another house's token")
    yield pytest.param(
        keys,
        jwt.encode(
            claims, stranger._signing, "ES256", headers={"kid": keys.kid, "jwk": stranger.jwks()["keys"][0]}
        ),
        id="a key that the token brings along",
    )
    yield pytest.param(keys, forged({"alg": "ES256", "kid": 7}, claims, b"x"), id="a kid that is none")
    yield pytest.param(keys, keys.sign("api", {"sub": "x"}), id="without an end")
    yield pytest.param(
        keys, keys.sign("api", {**CLAIMS, "exp": datetime(2020, 1, 1, tzinfo=UTC)}), id="expired"
    )
    yield pytest.param(keys, keys.sign("api", {**CLAIMS, "iss": "elsewhere"}), id="issued elsewhere")
    for text in ("", ".", "..", "a.b.c", "é.é.é", "." * 1000, good + "." + good):
        yield pytest.param(keys, text, id=f"nonsense {text[:8]}")


@pytest.mark.parametrize(("keys", "token"), list(forgeries()))
def test_forged_and_mangled_tokens_are_refused(keys, token):
    with pytest.raises(jwt.InvalidTokenError):
        keys.verify("api", token, require=("sub",))


def test_a_secret_is_another_for_each_purpose_and_each_key(two):
    old, new = (KeyRing.from_files(path) for path in two)
    secrets = {keys.derive(purpose) for keys in (old, new) for purpose in ("codes", "else")}
    assert len(secrets) == 4
    assert old.derive("codes") == KeyRing.from_files(two[0]).derive("codes")


def test_a_file_that_holds_no_such_key_is_named(tmp_path, two):
    pem = tmp_path / "rsa.pem"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    pem.write_bytes(key.private_bytes(*private))
    curve = tmp_path / "p384.pem"
    curve.write_bytes(ec.generate_private_key(ec.SECP384R1()).private_bytes(*private))
    text = tmp_path / "text.pem"
    text.write_text("no key")
    for path in (pem, curve, text):
        with pytest.raises(ValueError, match=path.name):
            KeyRing.from_files(path)
        with pytest.raises(ValueError, match=path.name):
            KeyRing.from_files(two[0], [path])


async def test_customers_stay_signed_in_over_a_rotation(api, customer, servers, tmp_path):
    new = signing_key(tmp_path / "new.pem")
    old = servers.environment["JWT_PRIVATE_KEY_FILE"]
    rotated = {"JWT_PRIVATE_KEY_FILE": str(new), "JWT_OTHER_KEY_FILES": orjson.dumps([old]).decode()}
    with another_api(servers, **rotated) as url:
        me = await api.get(f"{url}/me", headers=customer.headers)
        published = (await api.get(f"{url}/.well-known/jwks.json")).json()["keys"]
    assert me.json()["email"] == customer.email
    assert len(published) == 2
