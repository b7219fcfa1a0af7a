"""Refusals of trainings."""

from server.core.errors import DomainError


class TrainingBusy(DomainError):
    """Raised when a training is asked for while another waits or runs; ``job_id`` names that one."""

    code = "training_busy"
    title = "Another training is under way"


class TrainingOver(DomainError):
    """Raised when a training is to be cancelled that has come to its end."""

    code = "training_over"
    title = "This training has ended already"
