"""Proving an address, changing it, and getting in again without the password."""

from datetime import timedelta

import pytest

from server.accounts.models import AccountLink, LinkPurpose, Session, User
from server.core.clock import now
from server.core.db import rows
from server.notifications.models import Message
from tests.server.accounts.mailbox import token_in
from tests.server.world import PASSWORD, Customer

NEW_PASSWORD = "seven quiet lanterns"


def to_and_kind(mails):
    return sorted((mail["To"], mail["Subject"]) for mail in mails)


async def follow(api, mail):
    return await api.post("/auth/verify", json={"token": token_in(mail)})


async def test_signing_up_mails_a_link_that_confirms_the_address(api, customer, mailbox):
    (mail,) = await mailbox.fetch()
    assert (mail["To"], mail["From"]) == (customer.email, "Movie Magic <tickets@cinema.example>")
    assert (await follow(api, mail)).json() == {"email": customer.email, "former_email": None}
    assert (await customer.get("/me")).json()["email_verified"]


async def test_a_link_is_good_once(api, customer, mailbox):
    (mail,) = await mailbox.fetch()
    assert (await follow(api, mail)).status_code == 200
    again = await follow(api, mail)
    assert (again.status_code, again.json()["code"]) == (410, "link_gone")


async def test_a_link_ends_with_its_time(api, customer, mailbox):
    (mail,) = await mailbox.fetch()
    await AccountLink.all().update(expires_at=now() - timedelta(seconds=1))
    assert (await follow(api, mail)).json()["code"] == "link_gone"
    assert not (await customer.get("/me")).json()["email_verified"]


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "x" * 2000])
async def test_a_forged_link_is_refused(api, token):
    answer = await api.post("/auth/verify", json={"token": token})
    assert (answer.status_code, answer.json()["code"]) == (410, "link_gone")


async def test_a_link_is_good_for_what_it_was_asked_for_alone(api, customer, mailbox):
    (confirms,) = await mailbox.fetch()
    refused = await api.post("/auth/reset", json={"token": token_in(confirms), "password": NEW_PASSWORD})
    assert refused.json()["code"] == "link_gone"
    await api.post("/auth/forgot", json={"email": customer.email})
    (resets,) = await mailbox.fetch()
    assert (await follow(api, resets)).json()["code"] == "link_gone"
    as_access = await api.get("/me", headers={"Authorization": f"Bearer {token_in(resets)}"})
    assert as_access.status_code == 401


async def test_an_access_token_is_no_link(api, customer):
    answer = await api.post("/auth/reset", json={"token": customer.access_token, "password": NEW_PASSWORD})
    assert answer.json()["code"] == "link_gone"


async def test_neither_link_nor_code_is_kept_anywhere(api, customer, mailbox):
    await api.post("/auth/forgot", json={"email": customer.email})
    await customer.post("/auth/phone", phone="+919876543210")
    mails = await mailbox.fetch()
    secrets = [token_in(mail) for mail in mails]
    code = await mailbox.code()
    kept = await rows("SELECT body FROM messages")
    assert len(kept) == 3
    assert [text for text in kept if any(secret in text["body"] for secret in [*secrets, code])] == []


async def test_the_link_may_be_mailed_again_until_it_was_followed(customer, api, mailbox):
    await mailbox.fetch()
    assert (await customer.post("/auth/verify/send")).status_code == 204
    (mail,) = await mailbox.fetch()
    await follow(api, mail)
    assert (await customer.post("/auth/verify/send")).status_code == 204
    assert await mailbox.fetch() == []


async def test_a_forgotten_password_is_set_anew_and_signs_everybody_out(api, customer, mailbox):
    await mailbox.fetch()
    assert (await api.post("/auth/forgot", json={"email": customer.email.upper()})).status_code == 204
    (mail,) = await mailbox.fetch()
    answer = await api.post("/auth/reset", json={"token": token_in(mail), "password": NEW_PASSWORD})
    assert answer.status_code == 204
    assert (await customer.get("/me")).status_code == 401
    refreshed = await api.post("/auth/refresh", json={"refresh_token": customer.refresh_token})
    assert refreshed.status_code == 401
    old = await api.post("/auth/login", json={"email": customer.email, "password": PASSWORD})
    new = await api.post("/auth/login", json={"email": customer.email, "password": NEW_PASSWORD})
    assert (old.status_code, new.status_code) == (401, 200)
    assert new.json()["user"]["email_verified"]  # whoever followed the link reads the mail
    (told,) = await mailbox.fetch()
    assert told["Subject"] == "Your password was changed"
    again = await api.post("/auth/reset", json={"token": token_in(mail), "password": NEW_PASSWORD})
    assert again.json()["code"] == "link_gone"


async def test_a_weak_password_does_not_use_the_link_up(api, customer, mailbox):
    await mailbox.fetch()
    await api.post("/auth/forgot", json={"email": customer.email})
    (mail,) = await mailbox.fetch()
    weak = await api.post("/auth/reset", json={"token": token_in(mail), "password": "password1234"})
    assert (weak.status_code, weak.json()["code"]) == (422, "weak_password")
    assert [error["field"] for error in weak.json()["errors"]] == ["password"]
    good = await api.post("/auth/reset", json={"token": token_in(mail), "password": NEW_PASSWORD})
    assert good.status_code == 204


async def test_whether_an_address_has_an_account_is_told_by_nothing(api, customer, mailbox):
    await mailbox.fetch()
    known = await api.post("/auth/forgot", json={"email": customer.email})
    unknown = await api.post("/auth/forgot", json={"email": "nobody@example.com"})
    said = [(answer.status_code, answer.content, sorted(answer.headers)) for answer in (known, unknown)]
    assert said[0] == said[1]
    # The same is done for both, so the same time passes: a job is written down, which a worker looks into.
    jobs = await rows("SELECT actor FROM outbox WHERE done_at IS NULL")
    assert [job["actor"] for job in jobs] == ["start_reset", "start_reset"]
    assert [mail["To"] for mail in await mailbox.fetch()] == [customer.email]


async def test_a_reset_that_is_sent_twice_by_the_outbox_is_mailed_once(api, customer, mailbox):
    await mailbox.fetch()
    await api.post("/auth/forgot", json={"email": customer.email})
    await mailbox.fetch()
    await rows("UPDATE outbox SET done_at = NULL")
    assert await mailbox.fetch() == []
    assert await AccountLink.filter(purpose=LinkPurpose.RESET_PASSWORD).count() == 1


async def test_another_address_is_taken_when_its_owner_follows_the_link_and_both_are_told(
    api, customer, mailbox
):
    await mailbox.fetch()
    asked = await customer.post("/me/email", email="New.Home@Example.com", password=PASSWORD)
    assert asked.status_code == 204
    assert (await customer.get("/me")).json()["email"] == customer.email
    mails = await mailbox.fetch()
    assert to_and_kind(mails) == [
        ("new.home@example.com", "Please confirm your new e-mail address"),
        (customer.email, "Your e-mail address is about to change"),
    ]
    link = next(mail for mail in mails if mail["To"] == "new.home@example.com")
    followed = await follow(api, link)
    assert followed.json() == {"email": "new.home@example.com", "former_email": customer.email}
    me = (await customer.get("/me")).json()
    assert (me["email"], me["email_verified"]) == ("new.home@example.com", True)
    assert to_and_kind(await mailbox.fetch()) == [
        ("new.home@example.com", "This is your e-mail address now"),
        (customer.email, "Your e-mail address was changed"),
    ]


async def test_changing_the_address_needs_the_password(customer, mailbox):
    await mailbox.fetch()
    refused = await customer.post("/me/email", email="thief@example.com", password="not the password")
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_password")
    assert await mailbox.fetch() == []


async def test_an_address_that_has_an_account_is_answered_like_any_other(api, customer, mailbox):
    other = await Customer.sign_up(api)
    await mailbox.fetch()
    asked = await customer.post("/me/email", email=other.email, password=PASSWORD)
    assert asked.status_code == 204
    assert to_and_kind(await mailbox.fetch()) == [(other.email, "You have an account already")]


async def test_an_address_that_was_taken_meanwhile_stays_with_whoever_was_first(api, customer, mailbox):
    await mailbox.fetch()
    await customer.post("/me/email", email="wanted@example.com", password=PASSWORD)
    mails = await mailbox.fetch()
    link = next(mail for mail in mails if mail["To"] == "wanted@example.com")
    taken = {"email": "wanted@example.com", "password": PASSWORD, "name": "B"}
    assert (await api.post("/auth/signup", json=taken)).status_code == 201
    refused = await follow(api, link)
    assert (refused.status_code, refused.json()["code"]) == (409, "email_taken")
    assert (await customer.get("/me")).json()["email"] == customer.email


async def test_nothing_a_stranger_writes_is_mailed_to_an_address_that_did_not_ask(api, mailbox):
    trick = {"email": "victim@example.com", "password": PASSWORD, "name": "Win money at evil.example"}
    await api.post("/auth/signup", json=trick)
    (mail,) = await mailbox.fetch()
    assert "evil.example" not in mail.as_string()


@pytest.mark.parametrize(
    ("asked", "locale", "word"),
    [("hi-IN,hi;q=0.9", "hi", "नमस्ते"), ("te", "te", "నమస్తే"), ("fr", "en", "Hello")],
)
async def test_mails_speak_the_language_somebody_signed_up_in(api, mailbox, asked, locale, word):
    wanted = {"email": f"{locale}@example.com", "password": PASSWORD, "name": "A"}
    answer = await api.post("/auth/signup", json=wanted, headers={"Accept-Language": asked})
    assert answer.json()["user"]["locale"] == locale
    (mail,) = await mailbox.fetch()
    assert mail["Content-Language"] == locale
    assert word in mail.get_content()


async def test_a_password_is_changed_by_whoever_knows_it_and_signs_out_elsewhere(api, customer, mailbox):
    await mailbox.fetch()
    login = await api.post("/auth/login", json={"email": customer.email, "password": PASSWORD})
    elsewhere = {"Authorization": f"Bearer {login.json()['access_token']}"}
    wrong = await customer.post("/me/password", current_password="no idea", password=NEW_PASSWORD)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "current_password")
    right = await customer.post("/me/password", current_password=PASSWORD, password=NEW_PASSWORD)
    assert right.status_code == 204
    assert (await customer.get("/me")).status_code == 200
    assert (await api.get("/me", headers=elsewhere)).status_code == 401
    (told,) = await mailbox.fetch()
    assert told["Subject"] == "Your password was changed"
    assert await Session.filter(user_id=customer.id, revoked_at=None).count() == 1


async def test_a_mail_is_written_down_for_the_account_it_is_about(customer, mailbox):
    await mailbox.fetch()
    message = await Message.get()
    assert message.user_id == customer.id
    assert (await User.get(id=customer.id)).email_verified_at is None
