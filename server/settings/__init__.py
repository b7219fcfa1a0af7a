"""What the environment tells a process of the house, read once at start and frozen."""

from server.settings.fields import Settings, StripeSettings, get_settings
from server.settings.machine import of_the_machine
from server.settings.refusals import UnusableSettingError

__all__ = ["Settings", "StripeSettings", "UnusableSettingError", "get_settings", "of_the_machine"]
