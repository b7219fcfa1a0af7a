"""Secrets from files: ``NAME_FILE`` names the file that holds what ``NAME`` would say."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsError

SECRETS = (
    "database_url",
    "redis_url",
    "seats_redis_url",
    "smtp_password",
    "stripe_secret_key",
    "stripe_webhook_secret",
)
"""Settings that may come from a file, as a container's secret store mounts it."""


class SecretFiles(PydanticBaseSettingsSource):
    """Reads each secret that is given as a file; what the environment says directly wins."""

    def __init__(self, settings: type[BaseSettings]) -> None:
        super().__init__(settings)

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 # the base's shape
        """Return what the file of a field holds, None where none is named."""
        name = f"{field_name}_file".upper()
        path = os.environ.get(name)
        if field_name not in SECRETS or not path:
            return None, field_name, False
        try:
            return Path(path).read_text("utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not text"
            raise SettingsError(f"{name} cannot be read: {reason}") from error

    def __call__(self) -> dict[str, Any]:
        """Return all that were found."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}
