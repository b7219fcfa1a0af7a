"""One typed, frozen object with everything the environment may set."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from server.settings import postgres, redis
from server.settings.files import SecretFiles
from server.settings.lists import entries
from server.settings.networks import Network, network_of
from server.settings.production import unmet
from server.settings.rates import Rate
from server.settings.refusals import UnusableSettingError, line_of


def _networks(value: Any) -> Any:
    listed = entries(value)
    return [network_of(entry) if isinstance(entry, str) else entry for entry in listed]


Networks = Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)]
Origins = Annotated[frozenset[str], NoDecode, BeforeValidator(entries)]
Paths = Annotated[tuple[Path, ...], NoDecode, BeforeValidator(entries)]


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """What cards through Stripe need, all of it present."""

    secret_key: SecretStr
    publishable_key: str
    webhook_secret: SecretStr
    api_base: str
    script_url: str


ENVIRONMENTS = ("development", "test", "production")


def _environment(value: Any) -> Any:
    """Say which word is meant: one that is misspelt must not run as another."""
    if value in ENVIRONMENTS:
        return value
    near = get_close_matches(str(value).strip().lower(), ENVIRONMENTS, n=1, cutoff=0.4)
    raise ValueError(
        f"must be {', '.join(ENVIRONMENTS[:-1])} or {ENVIRONMENTS[-1]}, not {str(value)[:40]!r}"
        + (f" ({near[0]}?)" if near else "")
    )


class Settings(BaseSettings):
    """What a process of the house is told by its environment; see ``.env.example`` for each name."""

    # A refusal names what is wrong and does not show what else there is: secrets stand beside it.
    model_config = SettingsConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    environment: Annotated[Literal["development", "test", "production"], BeforeValidator(_environment)]
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
    jwt_other_key_files: Paths = Field(
        default=(), description="Keys that do not sign (any more, or yet) and are published all the same"
    )
    password_hashing: Literal["standard", "cheap"] = Field(
        default="standard", description="How much work a password's hash is; cheap is for tests only"
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
    max_wheelchair_places: int = Field(
        default=2, ge=0, le=50, description="Wheelchair places of a show one person may have; 0: no limit"
    )
    unpaid_bookings: int = Field(
        default=5, ge=0, description="Bookings of one account that may wait for their money; 0: no limit"
    )
    unpaid_seats: int = Field(default=20, ge=0, description="Seats in them; 0: no limit")
    unpaid_address_seats: int = Field(
        default=120, ge=0, description="The same for all accounts at one address; 0: no limit"
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
    socket_origins: Origins = Field(
        default=frozenset(),
        description="Sites whose pages may open live sockets, besides WEB_URL and the server's own host",
    )
    trusted_proxies: Networks = Field(
        default="127.0.0.1,::1",
        validate_default=True,
        description="Addresses and networks whose X-Forwarded-For counts",
    )
    operator_networks: Networks = Field(
        default="127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7",
        validate_default=True,
        description="From where /metrics may be read",
    )
    cors_origins: Origins = Field(
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
    def web_port_beside_us(self) -> int | None:
        """The web client's port on this server's own host, under whatever name that is reached.

        None in production, where the web client has the address of ``web_url`` alone.
        """
        parts = urlsplit(self.web_url)
        if self.environment == "production" or parts.scheme != "http":
            return None
        return parts.port or 80

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

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_chosen(cls, values: Any) -> Any:
        """Take an empty text for nothing where nothing may be said: an empty line of a file is no path."""
        if not isinstance(values, dict):
            return values
        optional = {name for name, field in cls.model_fields.items() if field.default is None}
        return {name: value for name, value in values.items() if value != "" or name not in optional}

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
    def _passwords_are_hard_to_guess(self) -> "Settings":
        if self.password_hashing == "cheap" and self.environment != "test":  # noqa: S105 # no password
            raise ValueError("PASSWORD_HASHING must be standard: cheap hashes are for tests only")
        return self

    @model_validator(mode="after")
    def _holds_end(self) -> "Settings":
        if self.hold_max_seconds < self.hold_seconds:
            raise ValueError("HOLD_MAX_SECONDS must not be less than HOLD_SECONDS")
        return self

    @model_validator(mode="after")
    def _safe_in_production(self) -> "Settings":
        if self.environment == "production" and (wrong := list(unmet(self))):
            raise ValueError("; ".join(wrong))
        return self


@lru_cache
def get_settings() -> Settings:
    """Read the environment once; raises ``UnusableSettingError`` naming each wrong variable."""
    try:
        settings = Settings()
    except ValidationError as error:
        raise UnusableSettingError(line_of(error)) from error
    except SettingsError as error:
        raise UnusableSettingError(str(error)) from error
    _check_addresses(settings)
    return settings


def _check_addresses(settings: Settings) -> None:
    name = "DATABASE_URL"
    try:
        postgres.read(settings.database_url)
        name = "REDIS_URL"
        redis.check(settings.redis_url, seats=False)
        if settings.seats_redis_url:
            name = "SEATS_REDIS_URL"
            redis.check(settings.seats_redis_url, seats=True)
    except ValueError as error:
        raise UnusableSettingError(f"{name}: {error}") from error
