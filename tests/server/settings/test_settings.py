"""What the environment says: secrets from files, rates, networks, what the public is not served with."""

import json
import re
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from server.settings import Settings, UnusableSettingError, get_settings
from server.settings.production import DEMANDS

_SOUND: dict[str, Any] = {
    "environment": "production",
    "database_url": "postgresql://house:hX2v9Qm4Lr7Tz0Wc@db.internal/house",
    "redis_url": "rediss://:pN6k1Yd8Vs3Bf5Jg@cache.internal/0",
    "web_url": "https://cinema.example",
    "mock_payments": False,
    "jwt_private_key_file": "/run/secrets/jwt.pem",
    "message_channel": "smtp",
    "sms_channel": "off",
    "mail_from": "Cinema <tickets@cinema.example>",
}


def test_secrets_may_come_from_files_and_are_never_shown(tmp_path, monkeypatch):
    secrets = {
        "DATABASE_URL": "postgresql://house:a-password-for-machines@db/house",
        "REDIS_URL": "redis://:another-password@cache/0",
        "SMTP_PASSWORD": "a-third-password",
        "STRIPE_SECRET_KEY": "sk_test_1",
        "STRIPE_WEBHOOK_SECRET": "whsec_1",
    }
    for name, secret in secrets.items():
        (tmp_path / name).write_text(f"{secret}\n")
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
        monkeypatch.delenv(name, raising=False)
    settings = Settings(stripe_publishable_key="pk_test_1")
    assert settings.database_url == secrets["DATABASE_URL"]
    assert settings.stripe is not None
    assert settings.stripe.secret_key.get_secret_value() == "sk_test_1"
    assert [secret for secret in secrets.values() if secret in repr(settings)] == []


def test_what_the_environment_says_itself_comes_before_a_file(tmp_path, monkeypatch):
    (tmp_path / "url").write_text("redis://from-the-file/0")
    monkeypatch.setenv("REDIS_URL_FILE", str(tmp_path / "url"))
    monkeypatch.setenv("REDIS_URL", "redis://from-the-environment/0")
    assert Settings(database_url="x").redis_url == "redis://from-the-environment/0"


def test_a_file_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("STRIPE_SECRET_KEY_FILE", "/nowhere/key")
    with pytest.raises(SettingsError, match="STRIPE_SECRET_KEY_FILE cannot be read: No such file"):
        Settings(database_url="x", redis_url="y")


@pytest.mark.parametrize("environment", ["development", "production"])
def test_cheap_password_hashes_are_for_tests_only(environment):
    with pytest.raises(ValidationError, match="PASSWORD_HASHING must be standard"):
        Settings(**{**_SOUND, "environment": environment, "password_hashing": "cheap"})
    assert Settings(**{**_SOUND, "environment": "test", "password_hashing": "cheap"})


def test_a_sound_house_is_served():
    assert Settings(**_SOUND).environment == "production"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"jwt_private_key_file": None}, "JWT_PRIVATE_KEY_FILE must be set"),
        ({"mock_payments": True}, "MOCK_PAYMENTS must be false"),
        ({"web_url": "http://cinema.example"}, "WEB_URL must begin with https://"),
        ({"message_channel": "console"}, "MESSAGE_CHANNEL must not be console"),
        ({"message_channel": "file"}, "MESSAGE_CHANNEL must not be file"),
        ({"sms_channel": "console"}, "SMS_CHANNEL must not be console"),
        ({"sms_channel": "file"}, "SMS_CHANNEL must not be file"),
        ({"smtp_security": "none"}, "SMTP_SECURITY must not be none"),
        ({"smtp_security": "none", "smtp_host": "mail.internal"}, "SMTP_SECURITY must not be none"),
        ({"mail_from": "Movie Magic <tickets@localhost>"}, "MAIL_FROM must be an address"),
        ({"cors_origins": ["http://partner.example"]}, "CORS_ORIGINS must begin with https://"),
        ({"rate_sign_in": ""}, "RATE_SIGN_IN must limit"),
        ({"database_url": "postgresql://house@db/house"}, "DATABASE_URL: its password is missing"),
        (
            {"database_url": "postgresql://house:short@db/house"},
            "DATABASE_URL: its password has fewer than 16",
        ),
        (
            {"database_url": "postgresql://u:postgres-for-the-house@db/h"},
            "DATABASE_URL: its password contains",
        ),
        (
            {"database_url": "postgresql://house:hX2v9Qm4Lr7Tz0Wc@db/h?password=short"},
            "DATABASE_URL: its password has fewer than 16",
        ),
        ({"database_url": "postgresql://house@db/h?xhost=/run"}, "'xhost' is not supported"),
        ({"redis_url": "redis://cache/0"}, "REDIS_URL: its password is missing"),
        ({"web_url": "https://"}, "WEB_URL must name a host that the public can reach"),
        (
            {"mail_from": "Cinema <tickets@cinema.example>\r\nBcc: a@b.example"},
            "MAIL_FROM must be an address",
        ),
        (
            {"redis_url": "rediss://:pN6k1Yd8Vs3Bf5Jg@cache.internal/0?ssl_cert_reqs=none"},
            "REDIS_URL: its server is believed without a look at its certificate",
        ),
        ({"redis_url": "redis://:aaaaaaaaaaaaaaaaaaaaaa@cache/0"}, "REDIS_URL: its password repeats itself"),
        ({"seats_redis_url": "redis+cluster://cache:6379"}, "SEATS_REDIS_URL: its password is missing"),
        (
            {"message_channel": "smtp", "smtp_user": "house", "smtp_password": "change-me-please-now"},
            "SMTP_PASSWORD contains a word",
        ),
    ],
)
def test_outside_development_weak_and_missing_secrets_are_refused(change, sentence):
    with pytest.raises(ValidationError, match=sentence) as refused:
        Settings(**{**_SOUND, **change})
    for secret in ("hX2v9Qm4Lr7Tz0Wc", "pN6k1Yd8Vs3Bf5Jg", "change-me-please-now"):
        assert secret not in str(refused.value)
    Settings(**{**_SOUND, **change, "environment": "development"})


HOSTS = json.loads((Path(__file__).parent / "hosts.json").read_text())


@pytest.mark.parametrize("host", HOSTS["public"])
def test_a_host_of_the_network_is_served(host):
    Settings(**{**_SOUND, "web_url": f"https://{host}"})


@pytest.mark.parametrize("host", HOSTS["own"])
def test_the_machine_itself_is_no_address_for_the_public(host):
    with pytest.raises(ValidationError, match="WEB_URL must name a host that the public can reach"):
        Settings(**{**_SOUND, "web_url": f"https://{host}"})


def example(assignment):
    """Return what a row of the table says, as the environment would; ``unset`` is nothing at all."""
    name, _, value = assignment.partition("=")
    return name, {} if value == "unset" else {name: value}


def rows_of_the_table():
    text = (Path(__file__).parents[3] / "docs" / "operating.md").read_text()
    section = text.partition("## What production demands\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return [(re.findall(r"`([A-Z_]+)`", row[0]), re.findall(r"`([A-Z_]+=[^`]*)`", row[2])) for row in rows]


def test_the_table_of_demands_and_the_code_name_the_same_settings():
    assert [name for names, _ in rows_of_the_table() for name in names] == ["ENVIRONMENT", *DEMANDS]


@pytest.mark.parametrize("assignment", [each for _, refused in rows_of_the_table() for each in refused])
def test_what_the_table_says_is_refused_is_refused(assignment, monkeypatch):
    name, environment = example(assignment)
    keys = {"STRIPE_PUBLISHABLE_KEY": "pk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1"}
    user = {"SMTP_USER": "house"}
    more = keys if name == "STRIPE_SECRET_KEY" else user if name == "SMTP_PASSWORD" else {}
    sound = {key.upper(): value for key, value in _SOUND.items()} | {"MOCK_PAYMENTS": "false"} | more
    for key in DEMANDS:
        monkeypatch.delenv(key, raising=False)
    monkeypatch.delenv("ENVIRONMENT")
    for key, value in ({key: value for key, value in sound.items() if key != name} | environment).items():
        monkeypatch.setenv(key, value)
    get_settings.cache_clear()
    with pytest.raises(UnusableSettingError, match=rf"(^|; ){name}\b") as refused:
        get_settings()
    assert str(refused.value).count(";") == 0  # and for nothing else


def test_nothing_else_in_the_table_keeps_a_sound_house_from_being_served(monkeypatch):
    for key, value in ({key.upper(): value for key, value in _SOUND.items()}).items():
        monkeypatch.setenv(key, str(value))
    get_settings.cache_clear()
    assert get_settings().environment == "production"
    get_settings.cache_clear()


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("prodution", r"must be development, test or production, not 'prodution' \(production\?\)"),
        ("Production", r"\(production\?\)"),
        ("prod", r"\(production\?\)"),
        ("staging", "must be development, test or production"),
        ("", "must be development, test or production"),
    ],
)
def test_what_a_house_is_for_is_never_guessed(value, sentence, monkeypatch):
    with pytest.raises(ValidationError, match=sentence):
        Settings(environment=value, database_url="x", redis_url="y")
    monkeypatch.delenv("ENVIRONMENT")
    with pytest.raises(ValidationError, match="environment"):
        Settings(database_url="x", redis_url="y")


@pytest.mark.parametrize(
    "text", ["https://a.example,https://b.example", '["https://a.example","https://b.example"]']
)
def test_every_list_has_one_form_and_the_older_one_is_read(monkeypatch, text):
    monkeypatch.setenv("CORS_ORIGINS", text)
    monkeypatch.setenv("JWT_OTHER_KEY_FILES", text.replace("https:/", ""))
    settings = Settings(database_url="x", redis_url="y")
    assert settings.cors_origins == {"https://a.example", "https://b.example"}
    assert settings.jwt_other_key_files == (Path("/a.example"), Path("/b.example"))


def test_an_empty_line_is_no_path(monkeypatch):
    monkeypatch.setenv("JWT_PRIVATE_KEY_FILE", "")
    monkeypatch.setenv("SMTP_USER", "")
    settings = Settings(database_url="x", redis_url="y")
    assert (settings.jwt_private_key_file, settings.smtp_user) == (None, None)


def test_over_a_socket_of_this_machine_the_file_system_guards():
    Settings(
        **{
            **_SOUND,
            "database_url": "postgresql:///h?host=/run/postgresql",
            "redis_url": "unix:///r.sock?db=0",
        }
    )


def test_proxies_are_addresses_and_networks():
    trusted = Settings(
        database_url="x", redis_url="y", trusted_proxies=["10.1.0.0/16", "::1"]
    ).trusted_proxies
    assert any(ip_address("10.1.2.3") in network for network in trusted)
    assert not any(ip_address("10.2.0.1") in network for network in trusted)


@pytest.mark.parametrize("rate", ["five a minute", "5", "5/fortnight"])
def test_a_rate_that_is_none_is_refused(rate):
    with pytest.raises(ValidationError, match="a rate is written like"):
        Settings(database_url="x", redis_url="y", rate_sign_in=rate)


def test_no_rate_is_no_limit():
    assert not Settings(database_url="x", redis_url="y", rate_sign_in="").rate_sign_in
