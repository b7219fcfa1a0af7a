"""What a house for the public is started with, a row for each demand; docs/operating.md has the same."""

from collections.abc import Callable, Iterator
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.settings.networks import network_of
from server.settings.safety import unchecked, weak_address, weakness

if TYPE_CHECKING:
    from server.settings.fields import Settings

Wrong = Callable[["Settings"], str | None]
"""Says what is wrong with a setting, None when nothing is."""


def _address(name: str) -> Wrong:
    def wrong(settings: "Settings") -> str | None:
        address: str | None = getattr(settings, name)
        try:
            weak = weak_address(address) if address else None
        except ValueError as error:
            return str(error)
        if weak is None and address is not None and unchecked(address):
            weak = "server is believed without a look at its certificate: leave ssl_cert_reqs out"
        return None if weak is None else f"its {weak}"

    return wrong


def _none_of(name: str, *values: str) -> Wrong:
    def wrong(settings: "Settings") -> str | None:
        value: str = getattr(settings, name)
        return f"must not be {value}" if value in values else None

    return wrong


def _https(name: str) -> Wrong:
    def wrong(settings: "Settings") -> str | None:
        value = getattr(settings, name)
        for url in [value] if isinstance(value, str) else value:
            if not url.startswith("https://"):
                return "must begin with https://"
            if not _is_public(urlsplit(url).hostname or ""):
                return "must name a host that the public can reach"
        return None

    return wrong


_OWN = tuple(network_of(text) for text in ("127.0.0.0/8", "0.0.0.0", "::1", "::"))  # noqa: S104 # to be refused


def _is_public(host: str) -> bool:
    """Tell whether a host is one of the network's, and not the machine that asks.

    web_client/scripts/settings.mjs tells alike, and tests/server/settings/hosts.json holds the two together.
    """
    try:
        address = network_of(host)
    except ValueError:
        name = host.rstrip(".")
        # A name whose last part is a number is one way more to write an address.
        return "." in name and not name.endswith(".localhost") and not name.rpartition(".")[2].isdecimal()
    return not any(address.network_address in own for own in _OWN)


def _limited(name: str) -> Wrong:
    return lambda settings: None if getattr(settings, name) else "must limit how often secrets are guessed"


def _mail_from(settings: "Settings") -> str | None:
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2].lower()
    if "." in domain and not domain.endswith(".localhost") and settings.mail_from.isprintable():
        return None
    return "must be an address that answers can be sent to"


def _smtp_password(settings: "Settings") -> str | None:
    if settings.smtp_user is None:
        return None  # the server knows this machine by its address
    return weakness(settings.smtp_password.get_secret_value() if settings.smtp_password else None)


def _card_network(settings: "Settings") -> str | None:
    if settings.stripe is None:
        return None
    real = "_live_" in settings.stripe.secret_key.get_secret_value()
    return None if real else "is a key for tests: tickets would be paid with cards that are none"


DEMANDS: dict[str, Wrong] = {
    "JWT_PRIVATE_KEY_FILE": lambda settings: None if settings.jwt_private_key_file else "must be set",
    "WEB_URL": _https("web_url"),
    "DATABASE_URL": _address("database_url"),
    "REDIS_URL": _address("redis_url"),
    "SEATS_REDIS_URL": _address("seats_redis_url"),
    "MOCK_PAYMENTS": lambda settings: "must be false" if settings.mock_payments else None,
    "STRIPE_SECRET_KEY": _card_network,
    "STRIPE_API_BASE": _https("stripe_api_base"),
    "STRIPE_SCRIPT_URL": _https("stripe_script_url"),
    # Whoever waits for a mail or a code would get none, and its links would lie about.
    "MESSAGE_CHANNEL": _none_of("message_channel", "file", "console"),
    "SMS_CHANNEL": _none_of("sms_channel", "file", "console"),
    # Mails hold links that open accounts.
    "SMTP_SECURITY": _none_of("smtp_security", "none"),
    "SMTP_PASSWORD": _smtp_password,
    "MAIL_FROM": _mail_from,
    "CORS_ORIGINS": _https("cors_origins"),
    "SOCKET_ORIGINS": _https("socket_origins"),
    "RATE_SIGN_IN": _limited("rate_sign_in"),
    "RATE_SIGN_IN_ADDRESS": _limited("rate_sign_in_address"),
    "RATE_CODE": _limited("rate_code"),
}  # fmt: skip
"""What is wrong with each setting in production."""


def unmet(settings: "Settings") -> Iterator[str]:
    """Say which demands are not met, a sentence each that begins with the variable."""
    for name, wrong in DEMANDS.items():
        if (said := wrong(settings)) is not None:
            yield f"{name}: {said}" if said.startswith("its") else f"{name} {said} in production"
