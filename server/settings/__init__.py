"""What the environment tells a process of the house, read once at start and frozen."""

from server.settings.fields import Settings, StripeSettings, get_settings

__all__ = ["Settings", "StripeSettings", "get_settings"]
