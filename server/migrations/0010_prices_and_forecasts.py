"""Where prices stand and why; versions of models, forecasts of shows."""

from orjson import loads
from tortoise import fields, migrations
from tortoise.fields.data import JSON_DUMPS
from tortoise.migrations import operations as ops

from server.core.ids import new_id


class Migration(migrations.Migration):
    dependencies = [("server", "0009_proof_guards")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Experiment",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=new_id, unique=True, db_index=True)),
                ("name", fields.CharField(max_length=80)),
                (
                    "theatre_ids",
                    fields.JSONField(
                        default=list, description="Empty: every theatre", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                ("arms", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                (
                    "starts_at",
                    fields.DatetimeField(
                        description="Shows that start from here on", auto_now=False, auto_now_add=False
                    ),
                ),
                (
                    "ends_at",
                    fields.DatetimeField(
                        description="and before here are part of it", auto_now=False, auto_now_add=False
                    ),
                ),
                (
                    "ended_at",
                    fields.DatetimeField(
                        null=True,
                        description="When somebody ended it before its time",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                ("created_by", fields.UUIDField()),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "experiments",
                "app": "server",
                "pk_attr": "id",
                "table_description": "Ways to set prices, tried on shows side by side. Shows are drawn, never people.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ForecastRecord",
            fields=[
                ("show_id", fields.IntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ("version", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("starts_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expected", fields.FloatField()),
                ("low", fields.FloatField()),
                ("high", fields.FloatField()),
                ("level", fields.FloatField()),
                (
                    "features",
                    fields.JSONField(
                        description="The row the forecast was made of", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                ("sold", fields.IntField(null=True, description="Once it is over")),
            ],
            options={
                "table": "forecast_records",
                "app": "server",
                "pk_attr": "show_id",
                "table_description": "What was expected of a show a day before its start, and what it then sold: how good forecasts are.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ModelPromotion",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("version", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
                ("action", fields.CharField(description="ship, promote, rollback", max_length=10)),
                ("promoted_by", fields.UUIDField(null=True, description="Who; null: by itself")),
                ("reason", fields.CharField(max_length=300)),
            ],
            options={
                "table": "model_promotions",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One change of the version in use; the last row is in use. Append-only.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ModelVersion",
            fields=[
                ("version", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                ("kind", fields.CharField(max_length=20)),
                ("source", fields.CharField(description="shipped, or trained in this house", max_length=10)),
                ("card", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                ("model", fields.BinaryField(description="ONNX")),
                ("job_id", fields.UUIDField(null=True, description="The training it came of")),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "model_versions",
                "app": "server",
                "pk_attr": "version",
                "table_description": "One version of a model with its card. Written once; a trigger keeps it as it is.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PriceChange",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("show_id", fields.IntField()),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                (
                    "source",
                    fields.CharField(
                        description="override, ml or base: of the price it changed to", max_length=10
                    ),
                ),
                (
                    "before",
                    fields.JSONField(
                        description="Prices by category, minor units", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                ("after", fields.JSONField(encoder=JSON_DUMPS, decoder=loads)),
                (
                    "multiple",
                    fields.IntField(
                        null=True, description="What the model asks, basis points of the base price"
                    ),
                ),
                ("model_version", fields.CharField(null=True, max_length=64)),
                ("reason", fields.CharField(max_length=300)),
                ("changed_by", fields.UUIDField(null=True, description="Who of the house; null: by itself")),
            ],
            options={
                "table": "price_changes",
                "app": "server",
                "pk_attr": "id",
                "table_description": "One change of what a show costs: who or what, from, to, why. Append-only: a trigger keeps it so.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PriceRules",
            fields=[
                (
                    "theatre_id",
                    fields.IntField(generated=False, primary_key=True, unique=True, db_index=True),
                ),
                (
                    "automatic",
                    fields.BooleanField(default=False, description="Off is the kill switch: base prices"),
                ),
                ("floor", fields.IntField(default=8000)),
                ("ceiling", fields.IntField(default=12500)),
                ("step", fields.IntField(default=1000, description="The largest move at once")),
                (
                    "interval_minutes",
                    fields.IntField(default=60, description="The least time between two moves"),
                ),
                (
                    "unit",
                    fields.IntField(
                        default=0, description="Prices are whole multiples of it, minor units; 0: any"
                    ),
                ),
                (
                    "hold_out",
                    fields.IntField(default=1000, description="Share of shows that keep their base for ever"),
                ),
                ("changed_at", fields.DatetimeField(auto_now=True, auto_now_add=False)),
            ],
            options={
                "table": "price_rules",
                "app": "server",
                "pk_attr": "theatre_id",
                "table_description": "How far the prices of a theatre may depart from their base, and whether they do so by themselves.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShowForecast",
            fields=[
                ("show_id", fields.IntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ("version", fields.CharField(max_length=64)),
                ("at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("tickets", fields.FloatField()),
                ("low", fields.FloatField()),
                ("high", fields.FloatField()),
                ("level", fields.FloatField(description="How often the interval is to hold")),
                ("sold", fields.IntField(description="Tickets sold when it was made")),
                ("seats", fields.IntField(description="That can be sold at all")),
                (
                    "best",
                    fields.IntField(
                        description="The multiple that would earn most, basis points of the base price"
                    ),
                ),
                ("next", fields.IntField(description="At most one step towards it from what was asked then")),
                (
                    "gain",
                    fields.FloatField(
                        description="Share of revenue that the best would earn beyond the base price"
                    ),
                ),
                (
                    "revenue",
                    fields.FloatField(description="Expected at the next price from then on, minor units"),
                ),
            ],
            options={
                "table": "show_forecasts",
                "app": "server",
                "pk_attr": "show_id",
                "table_description": "What was last expected of a show, and the price that would earn most. One row a show, kept after it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ShowPricing",
            fields=[
                ("show_id", fields.IntField(generated=False, primary_key=True, unique=True, db_index=True)),
                (
                    "multiple",
                    fields.IntField(
                        null=True, description="What the model asks, basis points of the base price"
                    ),
                ),
                ("model_version", fields.CharField(null=True, max_length=64)),
                (
                    "expected_share",
                    fields.FloatField(null=True, description="Share of the seats expected to sell"),
                ),
                (
                    "moved_at",
                    fields.DatetimeField(
                        null=True,
                        description="When the multiple last moved",
                        auto_now=False,
                        auto_now_add=False,
                    ),
                ),
                (
                    "override",
                    fields.JSONField(
                        null=True,
                        description="Prices by category, minor units",
                        encoder=JSON_DUMPS,
                        decoder=loads,
                    ),
                ),
                ("override_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("override_reason", fields.CharField(null=True, max_length=300)),
                ("override_by", fields.UUIDField(null=True)),
                (
                    "shown",
                    fields.JSONField(
                        null=True, description="The prices last settled", encoder=JSON_DUMPS, decoder=loads
                    ),
                ),
                ("shown_source", fields.CharField(default="base", max_length=10)),
            ],
            options={
                "table": "show_pricing",
                "app": "server",
                "pk_attr": "show_id",
                "table_description": "Where the prices of one show stand. Written by ``server.pricing`` only, which says why in its changes.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LearnedElasticity",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("theatre_id", fields.IntField()),
                ("part", fields.SmallIntField(description="0 by day, 1 in the evening")),
                ("mean", fields.FloatField()),
                ("sd", fields.FloatField()),
                ("shows", fields.IntField(description="Shows at more than one price that it rests on")),
                ("learned_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "elasticities",
                "app": "server",
                "unique_together": (("theatre_id", "part"),),
                "pk_attr": "id",
                "table_description": "What the house's own sales say of how a theatre's public answers to prices, by part of the day.",
            },
            bases=["Model"],
        ),
    ]
