"""One typed, frozen object with everything the environment may set, read once at start."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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
