"""One typed, frozen object with everything the environment may set, read once at start."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    environment: Literal["development", "test", "production"] = "development"
    database_url: str = Field(description="postgresql://user:password@host:port/name or ?host=/socket/dir")
    redis_url: str = Field(description="redis://host:port/db, rediss://, or unix:///path.sock?db=0")
    seats_redis_url: str | None = Field(
        default=None,
        description="Live seats, if not in redis_url: the same forms, redis+sentinel:// or redis+cluster://",
    )
    data_dir: Path = Path(".data")
    worker_nice: int = Field(
        default=10, ge=0, le=19, description="How far workers step back where the processors are busy"
    )
    database_pool: int = Field(default=10, ge=1, le=200, description="Connections a process may hold")

    jwt_private_key_file: Path | None = Field(default=None, description="PEM, EC P-256")
    access_token_seconds: int = Field(default=900, ge=60, le=3600)
    refresh_token_days: int = Field(default=30, ge=1, le=365)

    web_url: str = Field(default="http://127.0.0.1:3000", description="Where the web client is reached")
    hold_seconds: int = Field(default=600, ge=5, description="How long a hold lasts")
    hold_max_seconds: int = Field(default=1200, ge=5, description="How long extensions may stretch it")
    payment_seconds: int = Field(default=600, ge=5, description="How long a pending booking may be paid")
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
    stripe_secret_key_file: Path | None = None
    stripe_webhook_secret_file: Path | None = None
    stripe_api_base: str = "https://api.stripe.com"
    stripe_script_url: str = "https://js.stripe.com/v3/"
    message_channel: Literal["file", "console"] = "file"
    log_format: Literal["json", "console"] = "json"
    sockets_per_address: int = Field(
        default=50, ge=1, description="Live sockets of one client address at once, in one process"
    )
    socket_origins: frozenset[str] = Field(
        default=frozenset(),
        description="Sites whose pages may open live sockets, besides WEB_URL and the server's own host",
    )
    trusted_proxies: frozenset[str] = Field(
        default=frozenset({"127.0.0.1", "::1"}),
        description="Addresses whose X-Forwarded-For counts",
    )

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Take a secret from the file that is named for it, where the secret itself is not given."""
        for name in ("stripe_secret_key", "stripe_webhook_secret"):
            path = values.get(f"{name}_file")
            if path and not values.get(name):
                try:
                    values = {**values, name: Path(path).read_text("utf-8").strip()}
                except OSError as error:
                    raise ValueError(f"{name.upper()}_FILE cannot be read: {error.strerror}") from error
        return values

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
    def _safe_in_production(self) -> "Settings":
        if self.environment == "production":
            if self.jwt_private_key_file is None:
                raise ValueError("JWT_PRIVATE_KEY_FILE must be set in production")
            if self.mock_payments:
                raise ValueError("MOCK_PAYMENTS must be false in production")
        if self.hold_max_seconds < self.hold_seconds:
            raise ValueError("HOLD_MAX_SECONDS must not be less than HOLD_SECONDS")
        return self


@lru_cache
def get_settings() -> Settings:
    """Read the environment once; raises ``pydantic.ValidationError`` naming each wrong variable."""
    return Settings()
