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
    data_dir: Path = Path(".data")
    database_pool: int = Field(default=10, ge=1, le=200, description="Connections a process may hold")

    jwt_private_key_file: Path | None = Field(default=None, description="PEM, EC P-256")
    access_token_seconds: int = Field(default=900, ge=60, le=3600)
    refresh_token_days: int = Field(default=30, ge=1, le=365)

    web_url: str = Field(default="http://127.0.0.1:3000", description="Where the web client is reached")
    hold_seconds: int = Field(default=600, ge=30, description="How long a hold lasts")
    hold_max_seconds: int = Field(default=1200, ge=30, description="How long extensions may stretch it")
    payment_seconds: int = Field(default=600, ge=30, description="How long a pending booking may be paid")
    max_seats: int = Field(default=10, ge=1, le=50, description="Seats of one hold")
    mock_payments: bool = Field(default=True, description="Offer the mock UPI and card gateways")
    message_channel: Literal["file", "console"] = "file"
    log_format: Literal["json", "console"] = "json"
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
