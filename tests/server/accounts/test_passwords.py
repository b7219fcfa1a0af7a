"""Passwords: how they are kept, and which are refused."""

import asyncio
import threading
from typing import cast

import pytest
from argon2 import PasswordHasher

from server.accounts import attempts, passwords
from server.accounts.errors import WeakPassword
from server.accounts.models import User
from server.core.errors import Unavailable
from server.core.runtime import Runtime
from tests.server.world import PASSWORD

ABOUT = ("asha.rao@example.com", "Asha Rao")


@pytest.mark.parametrize(
    "password",
    ["password1234", "1234567890", "qwertyuiop", "aaaaaaaaaa", "iloveyou1234", "asha.rao1990", "AshaRao2026!",
     "asha.rao@example.com", "abcdefghijkl"],
)  # fmt: skip
async def test_what_is_soon_guessed_is_refused(password):
    with pytest.raises(WeakPassword):
        await passwords.ensure_strong(password, field="password", about=ABOUT)


@pytest.mark.parametrize(
    "password",
    ["seven quiet lanterns", "popcorn-at-eight", "పాస్‌వర్డ్ఇది", "kX9#mQ2v!pL7", "x" * 3 + "a long road home"],
)
async def test_length_is_enough_and_no_character_is_demanded(password):
    await passwords.ensure_strong(password, field="password", about=ABOUT)


async def test_a_very_long_password_is_judged_as_fast_as_any():
    await passwords.ensure_strong("quiet lanterns " * 13, field="password", about=ABOUT)


async def test_a_weak_password_is_refused_at_sign_up_at_its_field(api):
    wanted = {"email": "a@example.com", "password": "password1234", "name": "A"}
    answer = await api.post("/auth/signup", json=wanted)
    assert (answer.status_code, answer.json()["code"]) == (422, "weak_password")
    assert [error["field"] for error in answer.json()["errors"]] == ["password"]
    assert await User.all().count() == 0


async def test_hashes_have_the_parameters_that_are_stated():
    stored = await passwords.hashed(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert await passwords.matches(PASSWORD, stored)
    assert not await passwords.matches(PASSWORD + "x", stored)


async def test_an_accent_is_an_accent_however_a_keyboard_writes_it():
    assert await passwords.matches("cafe\u0301 at night", await passwords.hashed("caf\u00e9 at night"))


async def test_whom_a_crowd_would_keep_waiting_too_long_is_sent_away_before_anything_is_counted():
    go = threading.Event()
    crowd = [asyncio.create_task(passwords._LINE.take(go.wait)) for _ in range(passwords._LONGEST_LINE)]
    try:
        passwords.ensure_turn()  # nobody waits before the crowd has come
        await asyncio.sleep(0)
        attempt = attempts.Attempt("a@example.com", PASSWORD, "192.0.2.1", None)
        with pytest.raises(Unavailable) as sent_away:
            # Without anything to count with, so that counting first would fail otherwise.
            await attempts.authenticate(cast("Runtime", None), attempt)
        assert sent_away.value.data == {"retry_after": 5}
    finally:
        go.set()
        await asyncio.gather(*crowd)
    passwords.ensure_turn()
    assert await passwords.matches(PASSWORD, await passwords.hashed(PASSWORD))


@pytest.mark.parametrize("stored", [None, "", "no hash at all"])
async def test_nothing_matches_where_there_is_no_hash(stored):
    assert not await passwords.matches("nobody has this password", stored)


async def test_a_hash_of_older_parameters_is_made_anew_at_the_next_sign_in(api, customer):
    weaker = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    await User.filter(id=customer.id).update(password_hash=weaker)
    answer = await api.post("/auth/login", json={"email": customer.email, "password": PASSWORD})
    assert answer.status_code == 200
    # The parameters that this API hashes with: cheap ones, as in every test.
    assert (await User.get(id=customer.id)).password_hash.startswith("$argon2id$v=19$m=8,t=1,p=1$")
