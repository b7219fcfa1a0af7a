"""Refusals of forecasts and models."""

from server.core.errors import DomainError


class NoForecasts(DomainError):
    """Raised when no model can be used, so that nothing can be said."""

    code = "no_model"
    title = "No model is in use"


class UnknownModel(DomainError):
    """Raised for a version that this house does not have."""

    code = "unknown_model"
    title = "There is no such version"


class ModelUnusable(DomainError):
    """Raised for a version that cannot be loaded, or does not say what its card says."""

    code = "model_unusable"
    title = "This version cannot be used"


class NotInUse(DomainError):
    """Raised when a version is to be left that is not in use, or when there is none to go back to."""

    code = "model_not_in_use"
    title = "This version is not the one in use"
