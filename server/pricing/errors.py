"""Refusals of pricing."""

from server.core.errors import DomainError


class NothingOverridden(DomainError):
    """Raised when an override is to be ended and none is active."""

    code = "nothing_overridden"
    title = "This show's price is not overridden"


class ExperimentEnded(DomainError):
    """Raised when an experiment is to be changed that has begun or is over."""

    code = "experiment_ended"
    title = "This experiment has begun and can only be ended"
