"""Refusals of points."""

from server.core.errors import DomainError


class NotEnoughPoints(DomainError):
    """Raised when more points are to be spent than there are; ``balance`` is how many there are."""

    code = "not_enough_points"
    title = "You do not have that many points"


class PointsNotTaken(DomainError):
    """Raised when points are to be spent at a theatre that takes none."""

    code = "points_not_taken"
    title = "Points cannot be spent at this theatre"
