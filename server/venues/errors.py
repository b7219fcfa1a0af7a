"""Refusals of venues."""

from server.core.errors import DomainError


class ShowPast(DomainError):
    """Raised when a show can no longer be sold because its time is over."""

    code = "show_past"
    title = "This show is over or about to be; it is no longer on sale"


class ShowNotOnSale(DomainError):
    """Raised when a show is not (or not yet, or no more) on sale for another reason than time."""

    code = "show_not_on_sale"
    title = "This show is not on sale"
