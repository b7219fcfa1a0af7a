"""Trainings that were asked for."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from server.core.ids import new_id
from server.training.models import JobStatus, Promotion, Source


class Migration(migrations.Migration):
    dependencies = [("server", "0011_price_guards")]

    initial = False

    operations = [
        ops.CreateModel(
            name="TrainingJob",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                (
                    "source",
                    fields.CharEnumField(
                        description="HOUSE: house\nUPLOAD: upload", enum_type=Source, max_length=8
                    ),
                ),
                (
                    "files",
                    fields.JSONField(
                        default=dict,
                        description="Of an upload, by table: format, bytes, and the name it had",
                        encoder=JSON_DUMPS,
                        decoder=loads,
                    ),
                ),
                (
                    "kinds",
                    fields.JSONField(
                        default=list,
                        description="Kinds of model; empty: all there are",
                        encoder=JSON_DUMPS,
                        decoder=loads,
                    ),
                ),
                (
                    "promotion",
                    fields.CharEnumField(
                        description="AUTO: auto\nASK: ask", enum_type=Promotion, max_length=4
                    ),
                ),
                (
                    "requested_by",
                    fields.UUIDField(null=True, description="Null: the house itself, as it does by schedule"),
                ),
                (
                    "status",
                    fields.CharEnumField(
                        default=JobStatus.QUEUED,
                        description="QUEUED: queued\nRUNNING: running\nSUCCEEDED: succeeded\nFAILED: failed\nCANCELLED: cancelled",
                        enum_type=JobStatus,
                        max_length=9,
                    ),
                ),
                ("stage", fields.CharField(default="queued", max_length=40)),
                ("progress", fields.FloatField(default=0.0, description="0 to 1")),
                ("attempts", fields.SmallIntField(default=0, description="How many workers have begun it")),
                ("lease", fields.UUIDField(null=True, description="Of the worker that runs it")),
                ("heartbeat_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("cancel_requested_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("started_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                (
                    "version",
                    fields.CharField(
                        null=True, description="The champion of what was trained", max_length=64
                    ),
                ),
                (
                    "metrics",
                    fields.JSONField(
                        null=True, description="Of that version, held out", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                (
                    "report",
                    fields.JSONField(
                        null=True,
                        description="What was found in each table",
                        encoder=JSON_DUMPS,
                        decoder=loads,
                    ),
                ),
                ("decision", fields.JSONField(null=True, encoder=JSON_DUMPS, decoder=loads)),
                ("error", fields.TextField(null=True, description="For whoever asked for it", unique=False)),
            ],
            options={
                "table": "training_jobs",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One training. The database lets at most one be alive, and none that has ended be changed.",
            },
            bases=["Model"],
        ),
    ]
