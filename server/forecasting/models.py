"""Tables of forecasts: versions of models, which was put to use when, and what is expected of each show."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model


class ModelVersion(Model):
    """One version of a model with its card. Written once; a trigger keeps it as it is."""

    version = fields.CharField(primary_key=True, max_length=64)
    kind = fields.CharField(max_length=20)
    source = fields.CharField(max_length=10, description="shipped, or trained in this house")
    card = fields.JSONField[dict[str, object]]()
    model = fields.BinaryField(description="ONNX")
    job_id: UUID | None = fields.UUIDField(null=True, description="The training it came of")
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        """Found by its name."""

        table = "model_versions"


class ModelPromotion(Model):
    """One change of the version in use; the last row is in use. Append-only."""

    id = fields.BigIntField(primary_key=True)
    version = fields.CharField(max_length=64)
    at = fields.DatetimeField(auto_now_add=True)
    action = fields.CharField(max_length=10, description="ship, promote, rollback")
    promoted_by: UUID | None = fields.UUIDField(null=True, description="Who; null: by itself")
    reason = fields.CharField(max_length=300)

    class Meta:
        """In the order it happened."""

        table = "model_promotions"


class ShowForecast(Model):
    """What was last expected of a show, and the price that would earn most. One row a show, kept after it."""

    show_id = fields.IntField(primary_key=True, generated=False)
    version = fields.CharField(max_length=64)
    at = fields.DatetimeField()
    tickets = fields.FloatField()
    low = fields.FloatField()
    high = fields.FloatField()
    level = fields.FloatField(description="How often the interval is to hold")
    sold = fields.IntField(description="Tickets sold when it was made")
    seats = fields.IntField(description="That can be sold at all")
    best = fields.IntField(description="The multiple that would earn most, basis points of the base price")
    next = fields.IntField(description="At most one step towards it from what was asked then")
    gain = fields.FloatField(description="Share of revenue that the best would earn beyond the base price")
    revenue = fields.FloatField(description="Expected at the next price from then on, minor units")

    class Meta:
        """One a show."""

        table = "show_forecasts"


class ForecastRecord(Model):
    """What was expected of a show a day before its start, and what it then sold: how good forecasts are."""

    show_id = fields.IntField(primary_key=True, generated=False)
    version = fields.CharField(max_length=64)
    at = fields.DatetimeField()
    starts_at = fields.DatetimeField()
    expected = fields.FloatField()
    low = fields.FloatField()
    high = fields.FloatField()
    level = fields.FloatField()
    features = fields.JSONField[list[float | None]](description="The row the forecast was made of")
    wanted = fields.FloatField(
        description="At the base price, as it was forecast first: no price had moved by then"
    )
    wanted_sd = fields.FloatField(description="Of its logarithm")
    sold = fields.IntField(null=True, description="Once it is over")

    class Meta:
        """One a show."""

        table = "forecast_records"


class LearnedElasticity(Model):
    """What the house's own sales say of how a theatre's public answers to prices, by part of the day."""

    id = fields.IntField(primary_key=True)
    theatre_id = fields.IntField()
    part = fields.SmallIntField(description="0 by day, 1 in the evening")
    mean = fields.FloatField()
    sd = fields.FloatField()
    shows = fields.IntField(description="Shows at more than one price that it rests on")
    learned_at = fields.DatetimeField()

    class Meta:
        """One a theatre and part of the day."""

        table = "elasticities"
        unique_together = (("theatre_id", "part"),)
