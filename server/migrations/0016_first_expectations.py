"""What was wanted of a show at its base price, as it was forecast first: beside it, sales teach elasticities."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

_WANTED = "At the base price, as it was forecast first: no price had moved by then"
_SD = "Of its logarithm"

# Of records that are there only the last forecast is known.
_KNOWN = """
UPDATE forecast_records SET wanted = expected, wanted_sd = (ln(1 + high) - ln(1 + low)) / (2 * 1.645);
"""


class Migration(migrations.Migration):
    dependencies = [("server", "0015_sales_by_time")]

    operations = [
        ops.AddField("ForecastRecord", "wanted", fields.FloatField(null=True, description=_WANTED)),
        ops.AddField("ForecastRecord", "wanted_sd", fields.FloatField(null=True, description=_SD)),
        ops.RunSQL(_KNOWN),
        ops.AlterField("ForecastRecord", "wanted", fields.FloatField(description=_WANTED)),
        ops.AlterField("ForecastRecord", "wanted_sd", fields.FloatField(description=_SD)),
    ]
