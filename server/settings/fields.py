"""One typed, frozen object with everything the environment may set."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from server.settings.files import SecretFiles
from server.settings.rates import Rate
from server.settings.safety import weak_address, weakness

Network = IPv4Network | IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(IPv6Network(text) if ":" in text else IPv4Network(text) for text in texts)


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """What cards through Stripe need, all of it present."""

    secret_key: SecretStr
    publishable_key: str
    webhook_secret: SecretStr
    api_base: str
    script_url: str


class Settings(BaseSettings):
    """What a process of the house is told by its environment; see ``.env.example`` for each name."""

    # A refusal names what is wrong and does not show what else there is: secrets stand beside it.
    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    environment: Literal["development", "test", "production"] = "development"
    database_url: str = Field(
        repr=False, description="postgresql://user:password@host:port/name or ?host=/socket/dir"
    )
    redis_url: str = Field(
        repr=False, description="redis://host:port/db, rediss://, or unix:///path.sock?db=0"
    )
    seats_redis_url: str | None = Field(
        default=None,
        repr=False,
        description="Live seats, if not in redis_url: the same forms, redis+sentinel:// or redis+cluster://",
    )
    data_dir: Path = Path(".data")
    worker_nice: int = Field(
        default=10, ge=0, le=19, description="How far workers step back where the processors are busy"
    )
    database_pool: int = Field(default=10, ge=1, le=200, description="Connections a process may hold")
    database_seconds: float = Field(
        default=10,
        ge=1,
        le=600,
        description="Seconds for a statement of a request or the clock, or for a connection",
    )

    jwt_private_key_file: Path | None = Field(default=None, description="PEM, EC P-256")
    jwt_other_key_files: tuple[Path, ...] = Field(
        default=(), description="Keys that do not sign (any more, or yet) and are published all the same"
    )
    access_token_seconds: int = Field(default=900, ge=60, le=3600)
    refresh_token_days: int = Field(default=30, ge=1, le=365)

    web_url: str = Field(default="http://127.0.0.1:3000", description="Where the web client is reached")
    hold_seconds: int = Field(default=600, ge=5, description="How long a hold lasts")
    hold_max_seconds: int = Field(default=1200, ge=5, description="How long extensions may stretch it")
    payment_seconds: int = Field(default=600, ge=5, description="How long a pending booking may be paid")
    show_break_minutes: int = Field(
        default=15, ge=0, le=240, description="How long a screen stays empty between two shows"
    )
    max_seats: int = Field(default=10, ge=1, le=50, description="Seats of one hold")
    holds_holder_seats: int | None = Field(
        default=None, ge=0, description="Seats of a show one shopper may hold at once (MAX_SEATS); 0: no cap"
    )
    holds_address_seats: int = Field(
        default=60, ge=0, description="Seats of a show that may be on hold from one address; 0: no cap"
    )
    holds_holder_quota: int = Field(
        default=40,
        ge=0,
        le=500,
        description="Seats of a show one shopper may take in the window; 0: no quota",
    )
    holds_address_quota: int = Field(
        default=300, ge=0, le=500, description="The same for one address; 0: no quota"
    )
    holds_window_seconds: int = Field(default=600, ge=300, le=86_400, description="The window of the quotas")
    holds_show_percent: int = Field(
        default=0, ge=0, le=100, description="Share of a show that may be on hold at once; 0: all of it"
    )
    mock_payments: bool = Field(default=True, description="Offer the mock UPI and card gateways")
    stripe_secret_key: SecretStr | None = Field(default=None, description="sk_… of your Stripe account")
    stripe_publishable_key: str | None = Field(default=None, description="pk_…, which pages may see")
    stripe_webhook_secret: SecretStr | None = Field(default=None, description="whsec_… of the webhook")
    stripe_api_base: str = "https://api.stripe.com"
    stripe_script_url: str = "https://js.stripe.com/v3/"
    unverified_may_buy: bool = Field(
        default=True, description="Whether an account may buy before its e-mail address is confirmed"
    )
    message_channel: Literal["file", "console", "smtp"] = "file"
    sms_channel: Literal["off", "file", "console"] = "file"
    mail_from: str = Field(default="Movie Magic <tickets@localhost>", description="The sender of every mail")
    smtp_host: str = "127.0.0.1"
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    request_seconds: int = Field(default=10, ge=1, le=120, description="How long a client may take to ask")
    response_seconds: int = Field(
        default=60, ge=1, le=600, description="How long a body may take to come and an answer to be made"
    )
    upload_seconds: int = Field(
        default=600, ge=1, le=3600, description="How long the tables of a training may take to come"
    )
    training_memory_mib: int = Field(
        default=4096, ge=512, description="Memory a training may use, in MiB; one that wants more is ended"
    )
    training_seconds: int = Field(default=7200, ge=1, description="How long a training may take")
    retrain_days: int = Field(
        default=7, ge=0, le=365, description="How often the house's own sales are learned from; 0: never"
    )
    log_format: Literal["json", "console"] = "json"
    sockets_per_address: int = Field(
        default=50, ge=1, description="Live sockets of one client address at once, in one process"
    )
    socket_origins: frozenset[str] = Field(
        default=frozenset(),
        description="Sites whose pages may open live sockets, besides WEB_URL and the server's own host",
    )
    trusted_proxies: tuple[Network, ...] = Field(
        default=_networks("127.0.0.1", "::1"),
        description="Addresses and networks whose X-Forwarded-For counts",
    )
    operator_networks: tuple[Network, ...] = Field(
        default=_networks("127.0.0.0/8", "::1", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
        description="From where /metrics may be read",
    )
    cors_origins: frozenset[str] = Field(
        default=frozenset(), description="Sites whose scripts may call the API, besides WEB_URL"
    )

    rate_address: Rate = Field(default="3000/minute", description="Requests of one address")
    rate_account: Rate = Field(default="600/minute", description="Requests of one account")
    rate_hold_token: Rate = Field(default="240/minute", description="Requests of one hold token")
    rate_sign_in: Rate = Field(
        default="5/minute;20/hour;60/day",
        description="Attempts to sign in to one account: from each device it knows, and from all others",
    )
    rate_sign_in_address: Rate = Field(default="30/minute;300/hour", description="The same from one address")
    rate_sign_up: Rate = Field(default="20/hour;60/day", description="New accounts from one address")
    rate_mail: Rate = Field(
        default="3/minute;10/hour", description="Mails one address may be sent on request"
    )
    rate_mail_address: Rate = Field(default="20/minute;60/hour", description="Such requests from one address")
    rate_code: Rate = Field(default="1/minute;5/hour;10/day", description="Codes for one phone or account")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 # the base's shape
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments, then the environment, then the files that the environment names."""
        return init_settings, env_settings, SecretFiles(settings_cls)

    @property
    def missing_for_stripe(self) -> list[str]:
        """Return the variables that must still be set for cards through Stripe."""
        needed = {
            "STRIPE_SECRET_KEY": self.stripe_secret_key,
            "STRIPE_PUBLISHABLE_KEY": self.stripe_publishable_key,
            "STRIPE_WEBHOOK_SECRET": self.stripe_webhook_secret,
        }
        return [name for name, value in needed.items() if not value]

    @property
    def stripe(self) -> StripeSettings | None:
        """What cards through Stripe need, or None where they are off."""
        if not (self.stripe_secret_key and self.stripe_publishable_key and self.stripe_webhook_secret):
            return None
        return StripeSettings(
            self.stripe_secret_key, self.stripe_publishable_key, self.stripe_webhook_secret,
            self.stripe_api_base, self.stripe_script_url,
        )  # fmt: skip

    @model_validator(mode="after")
    def _stripe_is_whole(self) -> "Settings":
        missing = self.missing_for_stripe
        if missing and len(missing) < 3:  # noqa: PLR2004 # the three above
            raise ValueError(f"Stripe needs {', '.join(missing)} as well, or none of its keys")
        if self.stripe is None:
            return self
        # A restricted key (rk_live_…) charges real cards as well.
        live = "_live_" in self.stripe.secret_key.get_secret_value()
        if live and self.environment != "production":
            raise ValueError("STRIPE_SECRET_KEY is a live key: real cards are charged in production only")
        if live != ("_live_" in self.stripe.publishable_key):
            raise ValueError(
                "STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY must both be live or both for tests"
            )
        return self

    @model_validator(mode="after")
    def _holds_end(self) -> "Settings":
        if self.hold_max_seconds < self.hold_seconds:
            raise ValueError("HOLD_MAX_SECONDS must not be less than HOLD_SECONDS")
        return self

    @model_validator(mode="after")
    def _safe_in_production(self) -> "Settings":
        if self.environment == "production" and (wrong := list(self._unsafe())):
            raise ValueError("; ".join(wrong))
        return self

    def _unsafe(self) -> Iterator[str]:
        """Say what the public may not be served with."""
        if self.jwt_private_key_file is None:
            yield "JWT_PRIVATE_KEY_FILE must be set in production"
        if self.mock_payments:
            yield "MOCK_PAYMENTS must be false in production"
        if not self.web_url.startswith("https://"):
            yield "WEB_URL must begin with https:// in production"
        for channel in ("message_channel", "sms_channel"):
            if getattr(self, channel) == "console":
                yield f"{channel.upper()} must not be console in production: logs would hold secrets"
        for name in ("database_url", "redis_url", "seats_redis_url"):
            address = getattr(self, name)
            if address is not None and (wrong := weak_address(address)):
                yield f"{name.upper()}: its {wrong}"
        if self.message_channel == "smtp" and self.smtp_user is not None:
            password = self.smtp_password.get_secret_value() if self.smtp_password else None
            if wrong := weakness(password):
                yield f"SMTP_PASSWORD {wrong}"


@lru_cache
def get_settings() -> Settings:
    """Read the environment once; raises ``pydantic.ValidationError`` naming each wrong variable."""
    return Settings()
