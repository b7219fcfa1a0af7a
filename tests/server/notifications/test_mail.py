"""Handing mail in at a real mail server: over TLS, signed in, and told when it was not taken."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPNotSupportedError

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from server.core.ids import new_id
from server.house.ports import free_port
from server.notifications import account
from server.notifications.channels import Letter, SmtpChannel
from server.notifications.models import Message
from tests.server.accounts.mailbox import SENDER, post_office

USER, PASSWORD = "house", "a password of the mail server"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Path:
    """A certificate for this machine, its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail of the test")])
    at = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "mail.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(signed.public_bytes(pem) + private)
    return path


def letter(**change) -> Letter:
    facts = {
        "id": new_id(), "dedupe_key": "k", "kind": "verify_email", "recipient": "asha@example.com",
        "locale": "te",
        "subject": "మీ కోడ్", "body": "", "created_at": datetime(2026, 11, 26, 12, tzinfo=UTC), **change,
    }  # fmt: skip
    return Letter(Message(**facts), "నమస్తే")


def channel(port: int, security: str, password: str = PASSWORD) -> SmtpChannel:
    return SmtpChannel(
        host="127.0.0.1", port=port, security=security, user=USER, password=password, sender=SENDER
    )


@pytest.fixture
def tls(certificate) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def check(_server, _session, _envelope, _mechanism, given):
    welcome = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=welcome, handled=False)


@pytest.fixture
def office(tls):
    """A mail server that takes mail over STARTTLS, of whoever signs in."""
    with post_office(
        authenticator=check, auth_required=True, tls_context=tls, require_starttls=True
    ) as found:
        yield found


def test_mail_is_handed_in_over_tls_by_whoever_signs_in(office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    post, port = office
    sent = letter()
    channel(port, "starttls").deliver(sent)
    (mail,) = post.received
    assert (mail["To"], mail["From"], mail["Subject"]) == ("asha@example.com", SENDER, "మీ కోడ్")
    assert mail["Message-ID"] == f"<{sent.message.id}@cinema.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().strip() == "నమస్తే"


def test_a_mail_server_that_nobody_vouches_for_is_told_no_password(office):
    post, port = office
    with pytest.raises(ssl.SSLCertVerificationError):
        channel(port, "starttls").deliver(letter())
    assert post.received == []


def test_a_wrong_password_is_said(office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(SMTPAuthenticationError):
        channel(office[1], "starttls", password="no").deliver(letter())


def test_nothing_is_handed_in_where_tls_was_asked_for_and_is_not_offered():
    with post_office() as (post, port), pytest.raises(SMTPNotSupportedError):
        channel(port, "starttls").deliver(letter())
    assert post.received == []


def test_a_mail_server_that_is_away_is_an_error_to_try_again_after():
    with pytest.raises(OSError, match="refused"):
        channel(free_port(), "starttls").deliver(letter())


@pytest.mark.parametrize("field", ["subject", "recipient"])
def test_a_line_break_makes_no_header(field):
    sent = letter(**{field: "a@example.com\r\nBcc: everybody@example.com"})
    with post_office() as (post, port):
        plain = SmtpChannel(
            host="127.0.0.1", port=port, security="none", user=None, password=None, sender=SENDER
        )
        with pytest.raises(ValueError, match=r"linefeed|newline|header"):
            plain.deliver(sent)
    assert post.received == []


def test_every_language_says_the_same_with_the_same_parts():
    english = account._TEXTS["en"]
    for language in account.LANGUAGES:
        texts = account._TEXTS[language]
        assert texts.keys() == english.keys()
        for kind, text in texts.items():
            for part in ("{email}", "{secret}"):
                assert (part in text.body) == (part in english[kind].body), (language, kind)
