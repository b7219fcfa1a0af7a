"""Wire shapes of trainings."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, WithJsonSchema

from server.core.wire import Cursor, Moment, Query, Wire
from server.training.models import JobStatus, Promotion, Source

Kind = Literal["linear", "polynomial", "boosting", "tabnet"]
"""Kinds of model that can be trained; a test holds them equal to those there are."""
_File = Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]


class TrainIn(Wire):
    """What is asked for beside the tables. No table is the house's own sales."""

    models: list[Kind] = Field(default_factory=list, max_length=4, description="Empty: every kind")
    promote: Annotated[
        Promotion | None,
        Field(
            description="auto: put to use by itself if it beats the version in use on the same shows. "
            "Unless said: auto for the house's own sales, ask for an upload"
        ),
    ] = None


class TrainUpload(Wire):
    """A multipart body of tables, CSV or JSON, together at most 200 MiB."""

    shows: _File
    bookings: _File | None = None
    models: Annotated[
        str, Field(max_length=200, description="Kinds with commas between them; empty: every kind")
    ] = ""
    promote: Promotion = Promotion.ASK


class Accepted(Wire):
    """A training waits its turn."""

    job_id: UUID


class PersonOut(Wire):
    """Somebody of the house."""

    id: UUID
    name: str


class UploadedFile(Wire):
    """A table as it was handed in."""

    name: str | None
    format: Literal["csv", "json"]
    bytes: int


class FindingOut(Wire):
    """One kind of fault in one column, and what was done about it."""

    code: str
    column: str
    message: str
    deed: Literal["refused", "dropped", "emptied", "left"]
    count: int
    rows: Annotated[list[int], Field(description="The first that have it; the row after the header is 1")]


class ReportOut(Wire):
    """What was found in a table before anything was trained on it."""

    table: Literal["shows", "bookings"]
    rows: int
    kept: int
    usable: bool
    findings: list[FindingOut]


class Errors(Wire):
    """Errors in tickets over shows that were forecast before they were over."""

    mae: float
    rmse: float
    r2: float | None
    wape: float
    n: int
    coverage90: float | None
    width90: float | None


class SideOut(Wire):
    """One of the two that were compared; no errors where there was nothing to compare them on."""

    version: str
    metrics: Errors | None


class WindowOut(Wire):
    """The shows that both forecast: newer than any that the version in use was fitted on."""

    rows: int
    first_day: str
    last_day: str
    films: int | None


class DecisionOut(Wire):
    """Whether what was trained was put to use, and what spoke for it."""

    promoted: bool
    better: bool
    why: str
    margin: Annotated[float, Field(description="Share of the error by which it must be better at least")]
    window: WindowOut | None
    challenger: SideOut
    incumbent: SideOut | None


class JobOut(Wire):
    """A training."""

    id: UUID
    status: JobStatus
    stage: str
    progress: Annotated[float, Field(ge=0, le=1)]
    source: Source
    files: dict[str, UploadedFile]
    models: list[str]
    promote: Promotion
    requested_by: Annotated[PersonOut | None, Field(description="Null: the house itself, by schedule")]
    cancel_requested_at: Moment | None
    created_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    version: str | None
    metrics: Errors | None
    decision: DecisionOut | None
    error: str | None


class JobWithReport(JobOut):
    """A training with what was found in its tables."""

    report: list[ReportOut] | None


class JobQuery(Query):
    """Which page of trainings."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=100)] = 20


def plain(job: JobOut) -> dict[str, Any]:
    """Return a training as plain values, for a live frame."""
    return job.model_dump(mode="json")
