"""The table of trainings: what each was asked for, how far it is, and what came of it."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from server.core.ids import new_id


class Source(StrEnum):
    """Whose shows are learned from."""

    HOUSE = "house"
    """The house's own, those that are over."""
    UPLOAD = "upload"
    """Those of the files that were handed in."""


class Promotion(StrEnum):
    """Who puts what was trained to use."""

    AUTO = "auto"
    """The house itself, if it beats the version in use on the same shows and every guard holds."""
    ASK = "ask"
    """A person."""


class JobStatus(StrEnum):
    """Where a training stands."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ALIVE = (JobStatus.QUEUED, JobStatus.RUNNING)


class TrainingJob(Model):
    """One training. The database lets at most one be alive, and none that has ended be changed.

    Whoever runs it holds the lease and says so every second; of a lease that is silent another worker takes
    the job up again.
    """

    id = fields.UUIDField(primary_key=True, default=new_id)
    source = fields.CharEnumField(Source, max_length=8)
    files = fields.JSONField[dict[str, dict[str, object]]](
        default=dict, description="Of an upload, by table: format, bytes, and the name it had"
    )
    kinds = fields.JSONField[list[str]](default=list, description="Kinds of model; empty: all there are")
    promotion = fields.CharEnumField(Promotion, max_length=4)
    requested_by = fields.UUIDField(null=True, description="Null: the house itself, as it does by schedule")
    status = fields.CharEnumField(JobStatus, max_length=9, default=JobStatus.QUEUED)
    stage = fields.CharField(max_length=40, default="queued")
    progress = fields.FloatField(default=0.0, description="0 to 1")
    attempts = fields.SmallIntField(default=0, description="How many workers have begun it")
    lease = fields.UUIDField(null=True, description="Of the worker that runs it")
    heartbeat_at = fields.DatetimeField(null=True)
    cancel_requested_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField(auto_now_add=True)
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)
    version = fields.CharField(max_length=64, null=True, description="The champion of what was trained")
    metrics = fields.JSONField[dict[str, object]](null=True, description="Of that version, held out")
    report = fields.JSONField[list[object]](null=True, description="What was found in each table")
    decision = fields.JSONField[dict[str, object]](null=True)
    error = fields.TextField(null=True, description="For whoever asked for it")

    class Meta:
        """Its one-at-a-time index and its guards stand in the migrations."""

        table = "training_jobs"
