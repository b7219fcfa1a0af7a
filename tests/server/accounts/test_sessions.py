"""Signing up and in, refreshing, signing out."""

from uuid import uuid4

import jwt
import pytest

from server.accounts.models import User
from tests.server.world import PASSWORD, Customer

BROWSER = {"Sec-Fetch-Site": "same-origin"}


async def test_signing_up_signs_in_and_stores_no_password(api):
    answer = await api.post(
        "/auth/signup", json={"email": "Asha@Example.com", "password": PASSWORD, "name": "Asha"}
    )
    body = answer.json()
    assert answer.status_code == 201
    assert body["user"]["email"] == "asha@example.com"
    assert body["user"]["roles"] == ["customer"]
    stored = await User.get(id=body["user"]["id"])
    assert stored.password_hash.startswith("$argon2id$")
    me = await api.get("/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["name"] == "Asha"


async def test_an_address_has_one_account_whatever_its_case(api, customer):
    answer = await api.post(
        "/auth/signup", json={"email": customer.email.upper(), "password": PASSWORD, "name": "Twin"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
    assert await User.all().count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"password": "short"}, "password"),
        ({"name": ""}, "name"),
        ({"phone": "12345"}, "phone"),
    ],
)
async def test_a_sign_up_with_a_wrong_value_names_the_field(api, change, field):
    wanted = {"email": "a@example.com", "password": PASSWORD, "name": "A", **change}
    answer = await api.post("/auth/signup", json=wanted)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await User.all().count() == 0


async def test_wrong_password_and_unknown_address_are_told_apart_by_nothing(api, customer):
    wrong = await api.post("/auth/login", json={"email": customer.email, "password": "not the password"})
    unknown = await api.post(
        "/auth/login", json={"email": "nobody@example.com", "password": "not the password"}
    )
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.headers["www-authenticate"] == "Bearer"
    ids = {"request_id": None}
    assert {**wrong.json(), **ids} == {**unknown.json(), **ids}


async def test_a_refresh_token_rotates_and_works_once(api, customer):
    first = await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})
    assert first.status_code == 200
    assert first.json()["refresh_token"] != customer.refresh_token
    me = await api.get("/me", headers={"Authorization": f"Bearer {first.json()['access_token']}"})
    assert me.json()["email"] == customer.email


async def test_a_reused_refresh_token_ends_the_whole_session(api, customer):
    newer = (await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})).json()
    reused = await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})
    assert (reused.status_code, reused.json()["code"]) == (401, "session_ended")
    family = await api.post("/auth/refresh", json={"refresh_token": newer["refresh_token"]})
    assert (family.status_code, family.json()["code"]) == (401, "session_ended")


async def test_signing_out_ends_the_session_and_may_be_repeated(api, customer):
    for _ in range(2):
        answer = await api.post("/auth/logout", json={"refresh_token": customer.refresh_token})
        assert answer.status_code == 204
    refused = await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})
    assert refused.status_code == 401


async def test_a_browser_gets_its_refresh_token_in_a_cookie_alone(api, customer):
    answer = await api.post(
        "/auth/login", json={"email": customer.email, "password": PASSWORD}, headers=BROWSER
    )
    cookie = answer.headers["set-cookie"]
    assert answer.json()["refresh_token"] is None
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    refreshed = await api.post("/auth/refresh", headers=BROWSER)  # the client carries the cookie
    assert refreshed.status_code == 200
    assert refreshed.json()["user"]["email"] == customer.email


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        jwt.encode({"sub": str(uuid4()), "roles": ["admin"]}, "", algorithm="none"),
        jwt.encode(
            {"sub": str(uuid4()), "roles": ["admin"]}, "a secret of at least thirty-two bytes", "HS256"
        ),
    ],
    ids=["no token", "unsigned", "signed by another"],
)
async def test_a_token_that_is_not_ours_is_refused(api, token):
    answer = await api.get("/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_profile_changes_field_by_field(api, customer):
    changed = await api.patch(
        "/me", json={"locale": "te", "phone": "+914012345678"}, headers=customer.headers
    )
    assert changed.json()["locale"] == "te"
    taken_away = await api.patch("/me", json={"phone": None}, headers=customer.headers)
    assert taken_away.json()["phone"] is None
    assert taken_away.json()["locale"] == "te"


async def test_roles_cannot_be_given_to_oneself(api, customer):
    await api.patch("/me", json={"roles": ["admin"], "name": "B"}, headers=customer.headers)
    me = await customer.get("/me")
    assert me.json()["roles"] == ["customer"]


async def test_the_key_set_verifies_an_access_token(api, customer):
    keys = (await api.get("/.well-known/jwks.json")).json()
    key = jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(customer.access_token)["kid"]]
    claims = jwt.decode(
        customer.access_token, key, algorithms=["ES256"], issuer="movie-magic", audience="api"
    )
    assert claims["sub"] == str(customer.id)


async def test_a_second_customer_is_somebody_else(api, customer):
    other = await Customer.sign_up(api)
    assert other.id != customer.id
